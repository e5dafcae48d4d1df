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
  url,
} from './shapes.js';

const organization = {
  id: id(),
  name: text('Acme'),
  scimEnabled: flag(true),
  scimUrl: url('https://muster.example/scim/v2/0192f0c1-2d3e-7f40-8a51-0123456789ab'),
  created: time(),
};
const grantable = object({
  id: id(),
  displayName: text('Editor'),
  description: orNull(text('Writes and publishes')),
});
const extension = { id: text('urn:ietf:params:scim:schemas:extension:acme:2.0:User'), name: text('Acme') };
const resourceType = text('User');

/** Answers about an organization, its keys and what it adds to SCIM. */
export const organizationSchemas: Shapes = {
  Organization: object(organization),
  OrganizationDetails: object({
    ...organization,
    settings: object({
      invitesLater: flag(false),
      addressChanges: oneOf('follow', 'refuse'),
      adoption: oneOf('automatic', 'ask', 'never'),
      seatLimit: orNull(number(500)),
      allowedDomains: orNull(list(text('acme.example'))),
      invitationDays: number(5),
      requestLogDays: number(30),
      requestLogRows: number(100_000),
      auditRetentionDays: orNull(number(365)),
      requestBodies: flag(false),
      breakerMode: oneOf('off', 'alert', 'hold'),
      breakerPeople: orNull(number(10)),
      breakerPercent: orNull(number(5)),
      breakerMinutes: number(60),
      webhookFailureDays: number(5),
      webhookLogDays: number(30),
      webhookLogRows: number(1_000),
    }),
    mailRecipients: list(
      object({
        address: text('maria.silva@acme.example'),
        name: text('Maria Silva'),
        kind: oneOf('account', 'member', 'operator'),
      }),
    ),
  }),
  ScimKey: object({
    id: text('k3v9x2m7p4qd'),
    label: text('Okta production'),
    profile: oneOf('compat', 'strict'),
    state: oneOf('live', 'retiring', 'retired', 'expired', 'revoked'),
    created: time(),
    expires: time('2027-11-26T14:00:00.000Z'),
    retires: orNull(time(), null),
    revoked: orNull(time(), null),
    lastUsed: orNull(time()),
    lastUsedFrom: orNull(text('192.0.2.1')),
    lastUsedBy: orNull(text('Okta SCIM Client 1.0.0')),
  }),
  ApplicationKey: object({
    id: text('k3v9x2m7p4qd'),
    label: text('HR system'),
    state: oneOf('live', 'expired', 'revoked'),
    created: time(),
    expires: time('2027-11-26T14:00:00.000Z'),
    revoked: orNull(time(), null),
    lastUsed: orNull(time()),
  }),
};

const newKey = (form: string) =>
  object({ id: text('k3v9x2m7p4qd'), key: text(`${form}_k3v9x2m7p4qd_…`, 'Shown this once.') });

export const organizationAnswers: Shapes = {
  OrganizationsController_list: page('organizations', ref('Organization')),
  OrganizationsController_create: ref('Organization'),
  OrganizationController_get: ref('OrganizationDetails'),
  OrganizationController_update: ref('OrganizationDetails'),
  OrganizationController_getStatistics: object({
    people: object({
      staged: number(0),
      invited: number(12),
      accepted: number(3),
      confirmed: number(140),
      revoked: number(9),
    }),
    groups: number(7),
    activity: list(
      object({
        day: { type: 'string', format: 'date', example: '2026-11-26' },
        reads: number(420),
        writes: number(17),
        failed: number(2),
      }),
    ),
    errors: list(object({ status: number(400), scimType: orNull(text('invalidValue')), count: number(2) })),
    lastRequest: orNull(time()),
    lastSuccess: orNull(time()),
    mails: object({ waiting: number(0), dead: number(1) }),
    adoptions: object({ waiting: number(1) }),
    breaker: object({ mode: oneOf('off', 'alert', 'hold'), isTripped: flag(false), held: number(0) }),
    webhooks: object({ enabled: number(2), failing: number(0), disabled: number(0) }),
  }),
  KeysController_list: object({ keys: list(ref('ScimKey')) }),
  KeysController_create: newKey('muster_scim'),
  KeysController_retire: ref('ScimKey'),
  KeysController_revoke: ref('ScimKey'),
  ApplicationKeysController_list: object({ keys: list(ref('ApplicationKey')) }),
  ApplicationKeysController_create: newKey('muster_app'),
  ApplicationKeysController_revoke: ref('ApplicationKey'),
  ConnectionTestController_run: object({
    ok: flag(true),
    steps: list(
      object({
        name: text('Groups can be listed'),
        method: oneOf('GET'),
        url: url('https://muster.example/scim/v2/0192f0c1-2d3e-7f40-8a51-0123456789ab/Groups?startIndex=1&count=1'),
        status: orNull(number(200)),
        durationMs: number(18),
        ok: flag(true),
        explanation: orNull(text('Nothing listens at PUBLIC_URL'), null),
      }),
    ),
  }),
  ExtensionsController_list: object({
    extensions: list(
      object({
        ...extension,
        resourceType,
        attributes: list(anything({ name: 'badge', type: 'string' }, 'As it was registered.')),
        created: time(),
      }),
    ),
  }),
  ExtensionsController_create: object({ ...extension, resourceType }),
  RolesApiController_list: page('roles', grantable, text('pD1…')),
  RolesApiController_create: grantable,
  EntitlementsApiController_list: page('entitlements', grantable, text('pD1…')),
  EntitlementsApiController_create: grantable,
  BreakerController_status: object({
    mode: oneOf('off', 'alert', 'hold'),
    minutes: number(60),
    passed: number(2, 'Removals in the window.'),
    limit: number(10),
    people: number(140, 'Who were active when the window began.'),
    held: number(0),
    tripped: orNull(time(), null),
  }),
  BreakerController_held: page(
    'removals',
    object({
      userId: id(),
      userName: text('maria.silva@acme.example'),
      displayName: text('Maria Silva'),
      kind: oneOf('deactivate', 'delete'),
      firstAsked: time(),
      lastAsked: time(),
      times: number(3),
      keyId: orNull(text('k3v9x2m7p4qd')),
      version: text('1764000000000.3.deactivate.confirmed.0'),
    }),
  ),
  ...Object.fromEntries(
    ['release', 'discard'].map((what) => [
      `BreakerController_${what}`,
      object({
        total: number(2),
        done: number(2),
        failed: list(
          object({ userId: id(), userName: text('maria.silva@acme.example'), reason: text('This is the only admin') }),
        ),
      }),
    ]),
  ),
};

export const event = {
  sequence: number(48_213),
  id: id(),
  time: time(),
  type: text('user.created'),
  resourceType: text('User'),
  resourceId: text('0192f0c1-2d3e-7f40-8a51-0123456789ab'),
  actor: object(
    { kind: oneOf('key', 'member', 'admin', 'operator', 'server', 'finder') },
    { id: text('k3v9x2m7p4qd'), label: text('Okta production') },
  ),
  data: anything({ userName: 'maria.silva@acme.example' }, 'What has changed.'),
};
