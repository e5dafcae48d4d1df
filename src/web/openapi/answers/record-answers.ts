import { REQUEST_WARNINGS } from '../../../scim/protocol/request-warning.js';
import { event } from './organization-answers.js';
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

const head = text('48213:5f2c…', '`<sequence>:<hash>`');
const hash = orNull(text('5f2c…', 'Of the last of those that were written together.'));
const request = {
  id: id(),
  requestId: text('0192f0c1-2d3e-7f40-8a51-0123456789ab'),
  time: time(),
  method: text('GET'),
  path: text('/Users?filter=?'),
  filter: orNull(text('userName eq ?')),
  status: number(200),
  scimType: orNull(text('invalidFilter'), null),
  detail: orNull(text('The filter ends too soon'), null),
  duration: number(12, 'Milliseconds.'),
  keyId: orNull(text('k3v9x2m7p4qd')),
  client: text('Okta SCIM Client 1.0.0'),
  address: text('192.0.2.1'),
  warning: {
    ...orNull(oneOf(...REQUEST_WARNINGS), null),
    description: '`flipped_back`: it turned `active` back within a second, so requests may have overtaken each other.',
  },
};
const requestMore = {
  ignored: {
    ...list(text('costCentre')),
    description: 'Names that no schema defines: the request was carried out without them. At most 20, never values.',
  },
  operations: { ...orNull(number(20)), example: undefined, description: 'Of a bulk request.' },
  failedOperations: { ...orNull(number(1)), example: undefined },
  requests: { type: 'integer', description: 'How many requests it stands for, where there are more.' },
};

/** Answers about what has happened: events, requests, mails and deliveries. */
export const recordSchemas: Shapes = {
  AuditEvent: object({ ...event, requestId: orNull(text('0192f0c1-2d3e-7f40-8a51-0123456789ab')), hash }),
  Event: object({ ...event, organizationId: id() }, { requestId: text('0192f0c1-2d3e-7f40-8a51-0123456789ab') }),
  ScimRequest: object(request, requestMore),
  Mail: object({
    id: id(),
    state: oneOf('waiting', 'sent', 'dead', 'withdrawn'),
    template: text('invitation'),
    to: text('maria.silva@acme.example'),
    created: time(),
    sent: orNull(time(), null),
    due: orNull(time()),
    attempts: number(1),
    lastError: orNull(text('Connection refused')),
  }),
  Webhook: object({
    id: id(),
    label: text('HR system'),
    url: url('https://app.example/hooks/muster'),
    types: text('user.*,group.members_changed', '`all`, or those that are sent.'),
    format: text('webhook'),
    state: oneOf('enabled', 'failing', 'disabled'),
    disabledBecause: orNull(text('gone'), null),
    lastSequence: number(48_213),
    lastDelivered: orNull(time()),
    failedAttempts: number(0),
    failingSince: orNull(time(), null),
    nextAttempt: orNull(time(), null),
    lastError: orNull(text('Connection refused'), null),
    previousSecretUntil: orNull(time(), null),
    created: time(),
  }),
  Delivery: object({
    id: id(),
    time: time(),
    eventId: text('0192f0c1-2d3e-7f40-8a51-0123456789ab'),
    sequence: orNull(number(48_213)),
    attempt: number(1),
    status: orNull(number(204)),
    durationMs: number(31),
    error: orNull(text('Connection refused'), null),
    answer: orNull(text('The beginning of what was answered'), null),
  }),
};

const secret = text('whsec_…', 'Shown this once.');

export const recordAnswers: Shapes = {
  AuditController_list: page('events', ref('AuditEvent'), number(48_113)),
  AuditController_verify: object(
    {
      ok: flag(true),
      verifiedTo: head,
      events: number(10_000),
      links: number(9_412),
      anchor: number(0, 'Sequence number after which the chain begins.'),
      earlier: number(0, 'Events from before there was a chain.'),
      next: { ...orNull(head), description: '`after` of the next part; null after the last.' },
    },
    {
      sequence: { type: 'integer', description: 'The first event that something is wrong with.' },
      fault: { type: 'string', description: 'What is wrong.' },
    },
  ),
  RequestsController_list: page('requests', ref('ScimRequest')),
  RequestsController_get: object(
    { ...request, body: { description: 'Where it was kept, without secrets; else null.', example: null } },
    requestMore,
  ),
  IgnoredNamesController_list: object({
    ignored: list(
      object({
        resourceType: text('User'),
        name: text('costCentre', 'An attribute, `addresses.city`, a URN, or a URN with an attribute behind it.'),
        since: time(),
        last: time(),
        requests: number(12, 'In which it was left out.'),
        keyId: text('k3v9x2m7p4qd', 'The key that sent it last.'),
        hidden: flag(false),
        definable: flag(true, 'Whether an extension can define it.'),
      }),
    ),
  }),
  MailsController_list: page('mails', ref('Mail')),
  MailsController_get: ref('Mail'),
  MailsController_retry: ref('Mail'),
  WebhooksController_list: object({ webhooks: list(ref('Webhook')) }),
  WebhooksController_create: object({ webhook: ref('Webhook'), secret }),
  WebhooksController_rotateSecret: object({ secret, previousUntil: time('2026-11-27T14:00:00.000Z') }),
  WebhooksController_test: ref('Delivery'),
  WebhooksController_deliveries: page('deliveries', ref('Delivery')),
  ...Object.fromEntries(
    ['get', 'update', 'enable', 'disable', 'replay'].map((what) => [`WebhooksController_${what}`, ref('Webhook')]),
  ),
  FeedController_events: object({ events: list(ref('Event')), next: number(48_213), isEnd: flag(true) }),
  PollController_poll: object({
    sets: anything({ '0192f0c1-2d3e-7f40-8a51-0123456789ab': 'eyJ…' }, 'Security event tokens by their jti.'),
    moreAvailable: flag(false),
  }),
};
