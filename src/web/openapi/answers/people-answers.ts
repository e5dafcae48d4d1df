import { EXAMPLE_RECIPIENT } from '../../../onboarding/keys/age-examples.js';
import {
  anything,
  flag,
  id,
  list,
  number,
  object,
  oneOf,
  orNull,
  page,
  ref,
  type Shapes,
  text,
  time,
} from './shapes.js';

const recipient = text(EXAMPLE_RECIPIENT, 'Public half of a key.');
const hash = text('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'SHA-256, in hexadecimal.');
const ageFile = text('age-encryption.org/v1…', 'An age file.');
const status = oneOf('staged', 'invited', 'accepted', 'confirmed', 'revoked');
const organization = { id: id(), name: text('Acme'), recipient: orNull(recipient) };

const member = {
  id: id(),
  userName: text('maria.silva@acme.example'),
  displayName: text('Maria Silva'),
  address: orNull(text('maria.silva@acme.example')),
  status,
  isAdmin: flag(false),
  source: { ...oneOf('scim', 'admin'), description: 'Who created the person.' },
  recipient: orNull(recipient),
  recipientHash: orNull(hash),
  created: time(),
  lastModified: time(),
};

const decision = {
  userId: id(),
  state: oneOf('waiting', 'approved', 'refused'),
  wanted: {
    ...list(oneOf('link', 'changeAddress', 'restore', 'deactivate', 'delete')),
    description: 'Everything that the identity provider has asked for.',
  },
  firstAsked: orNull(time()),
  lastAsked: orNull(time()),
  times: number(2),
  keyId: orNull(text('k3v9x2m7p4qd')),
};

/** Answers about people, groups and the way into an organization. */
export const peopleSchemas: Shapes = {
  Member: object(member),
  MemberGroup: object({
    id: id(),
    displayName: text('Engineering'),
    externalId: orNull(text('00g1a2b3c4d5e6f7g8h9')),
    members: number(42, 'Direct members.'),
    source: oneOf('scim', 'admin'),
    created: time(),
    lastModified: time(),
  }),
  KeyLogEntry: object({
    sequence: number(7),
    time: number(1_795_701_600_000, 'Milliseconds since 1970.'),
    kind: oneOf('organization_key.created', 'organization_key.rotated', 'member_key.set', 'member_key.wrapped'),
    userId: id(),
    recipient,
    keyVersion: orNull(number(1)),
    previousHash: hash,
    hash,
  }),
};

const standing = object({ status });
const decided = object({
  results: list(
    object({ id: id(), ok: flag(true) }, { reason: text('adopted'), detail: text('This person is … already') }),
  ),
});

export const peopleAnswers: Shapes = {
  MembersController_list: object({
    members: list(
      object(member, { groups: { ...list(text('Engineering')), description: 'Their names, with `groups=true`.' } }),
    ),
    next: { ...orNull(id(), null), description: 'Null after the last, and for a search.' },
  }),
  MembersApiController_get: object({
    ...member,
    groups: list(object({ id: id(), displayName: text('Engineering'), isDirect: flag(true) })),
    held: {
      anyOf: [{ type: 'null' }, object({ kind: oneOf('deactivate', 'delete'), firstAsked: time() })],
      description: 'The removal that the breaker holds.',
      example: null,
    },
    adoption: {
      anyOf: [{ type: 'null' }, object(decision)],
      description: 'For a person whom an admin created: what the identity provider asked for, and what admins decided.',
      example: null,
    },
    resource: {
      allOf: [ref('User')],
      description: 'The user of SCIM.',
      example: { id: id().example, userName: 'maria.silva@acme.example', active: true },
    },
  }),
  MembersApiController_act: object({
    results: list(
      object(
        { id: id(), ok: flag(false) },
        { reason: text('wrong_status'), detail: text('Only people who are staged …'), adminKept: flag(false) },
      ),
    ),
  }),
  AdoptionsController_list: page(
    'adoptions',
    object({
      ...decision,
      userName: text('boss@acme.example'),
      displayName: text('Ada Lovelace'),
      status,
      isAdmin: flag(true),
    }),
  ),
  ...Object.fromEntries(['approve', 'refuse'].map((step) => [`AdoptionsController_${step}`, decided])),
  ...Object.fromEntries(
    ['confirm', 'invite', 'resend', 'revoke', 'restore', 'removeAdmin'].map((step) => [
      `MembersController_${step}`,
      ref('Member'),
    ]),
  ),
  MembersController_resetKey: object({
    ...member,
    adminKept: flag(false, 'Whether the person is an admin again once confirmed.'),
  }),
  KeyRotationsController_begin: {
    anyOf: [
      object({ id: id(), keyVersion: number(2), recipient, expiresAt: time() }),
      object({ keyVersion: number(2), recipient }),
    ],
  },
  KeyRotationsController_complete: object({ keyVersion: number(2), recipient }),
  TimelineController_page: object({
    entries: list(
      object({
        time: time(),
        kind: text('user.created'),
        text: text('Made by Okta production'),
        details: anything({ sequence: 48_213 }, 'By kind.'),
      }),
    ),
    next: { ...orNull(text('1795701600000.event.48213'), null), description: '`before` of the next page.' },
    isComplete: flag(true, 'False where something of before is not kept any more.'),
  }),
  GroupsApiController_list: page('groups', ref('MemberGroup'), text('pD1…')),
  GroupsApiController_get: ref('MemberGroup'),
  GroupsApiController_listMembers: page(
    'members',
    object({ id: id(), type: oneOf('User', 'Group'), display: orNull(text('Maria Silva')) }),
  ),
  LinksController_open: {
    anyOf: [
      object({
        purpose: oneOf('invitation'),
        organization: object(organization),
        person: object({ id: id(), displayName: text('Maria Silva') }, { address: orNull(member.userName) }),
        inviter: orNull(text('Ada Lovelace')),
        expiresAt: time(),
        isAdmin: flag(false),
        makesOrganizationKey: flag(false),
      }),
      object({ purpose: oneOf('sign-in'), recipient, protectedIdentity: ageFile }),
      object({
        purpose: oneOf('address'),
        address: member.userName,
        organization: object({ id: id(), name: text('Acme') }),
      }),
    ],
  },
  LinksController_accept: standing,
  LinksController_sendSignInLink: object({}),
  SessionsController_challenge: object({ challenge: ageFile }),
  SessionsController_create: standing,
  MeController_me: object({
    id: id(),
    displayName: text('Maria Silva'),
    userName: member.userName,
    address: member.address,
    status,
    isAdmin: flag(false),
    recipient: orNull(recipient),
    organization: object({ ...organization, keyVersion: orNull(number(1)) }),
  }),
  MeController_key: object({
    recipient,
    protectedIdentity: ageFile,
    wrappedKey: ageFile,
    keyVersion: number(1),
    organizationRecipient: recipient,
  }),
  MeController_changeKey: standing,
  MeController_keyLog: object({ entries: list(ref('KeyLogEntry')), isEnd: flag(true) }),
};
