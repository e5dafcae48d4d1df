import { AdminAttempt } from '../access/admins/admin-attempt.entity.js';
import { AdminChallenge } from '../access/admins/admin-challenge.entity.js';
import { AdminKnownClient } from '../access/admins/admin-known-client.entity.js';
import { AdminPasskey } from '../access/admins/admin-passkey.entity.js';
import { AdminSession } from '../access/admins/admin-session.entity.js';
import { AdminToken } from '../access/admins/admin-token.entity.js';
import { Admin } from '../access/admins/admin.entity.js';
import { Challenge } from '../access/sessions/challenge.entity.js';
import { Session } from '../access/sessions/session.entity.js';
import { Breaker } from '../breaker/breaker.entity.js';
import { HeldRemoval } from '../breaker/held-removal.entity.js';
import { EventSequence } from '../events/event-sequence.entity.js';
import { StoredEvent } from '../events/event.entity.js';
import { RoleRow, EntitlementRow } from '../governance/governed.entity.js';
import { GroupRow } from '../groups/group.entity.js';
import { Membership } from '../groups/memberships/membership.entity.js';
import { RecordedRequest } from '../history/requests/scim-request.entity.js';
import { MembershipChange, MembershipHistoryPosition } from '../history/timeline/membership-history.entity.js';
import { Link } from '../messaging/links/link.entity.js';
import { OutboxMessage } from '../messaging/outbox/outbox.entity.js';
import { KeyLogRecord } from '../onboarding/keys/key-log.entity.js';
import { MemberKey } from '../onboarding/keys/member-key.entity.js';
import { OrganizationKey } from '../onboarding/keys/organization-key.entity.js';
import { KeyRotationKey, KeyRotation } from '../onboarding/rotation/key-rotation.entity.js';
import { Organization } from '../organizations/organization.entity.js';
import { OrganizationSchema } from '../organizations/schemas/organization-schema.entity.js';
import { KeptTime } from '../platform/database/kept-time.entity.js';
import { WriteCheckRow } from '../platform/database/write-check.entity.js';
import { IdempotencyKey } from '../platform/http/idempotency/idempotency-key.entity.js';
import { KeptSecret } from '../platform/secrets/kept-secret.entity.js';
import { ApplicationKey } from '../scim-auth/application-keys/application-key.entity.js';
import { ScimKey } from '../scim-auth/scim-key.entity.js';
import { AsyncQueue, AsyncRequest } from '../scim/async/async-request.entity.js';
import { ResourceCount } from '../scim/resource/resource-count.entity.js';
import { UniqueValueRow } from '../scim/resource/unique-value.entity.js';
import { SecurityEventReceiver, SettledSecurityEvent } from '../subscriptions/security-events/receiver.entity.js';
import { WebhookDelivery } from '../subscriptions/webhooks/webhook-delivery.entity.js';
import { WebhookEndpoint } from '../subscriptions/webhooks/webhook-endpoint.entity.js';
import { Adoption } from '../users/adoption/adoption.entity.js';
import { UserEmailRow } from '../users/user-email.entity.js';
import { UserRow } from '../users/user.entity.js';

/** All tables of the application. */
export const entities = [
  AdminAttempt,
  AdminChallenge,
  AdminKnownClient,
  AdminPasskey,
  AdminSession,
  AdminToken,
  Admin,
  Challenge,
  Session,
  Breaker,
  HeldRemoval,
  EventSequence,
  StoredEvent,
  RoleRow,
  EntitlementRow,
  GroupRow,
  Membership,
  RecordedRequest,
  MembershipChange,
  MembershipHistoryPosition,
  Link,
  OutboxMessage,
  KeyLogRecord,
  MemberKey,
  OrganizationKey,
  KeyRotation,
  KeyRotationKey,
  Organization,
  OrganizationSchema,
  KeptTime,
  WriteCheckRow,
  IdempotencyKey,
  KeptSecret,
  ApplicationKey,
  ScimKey,
  AsyncQueue,
  AsyncRequest,
  ResourceCount,
  UniqueValueRow,
  SecurityEventReceiver,
  SettledSecurityEvent,
  WebhookDelivery,
  WebhookEndpoint,
  Adoption,
  UserEmailRow,
  UserRow,
];
