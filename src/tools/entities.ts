import { adminEntity } from '../access/admins/admin.entity.js';
import { adminAttemptEntity } from '../access/admins/admin-attempt.entity.js';
import { adminChallengeEntity } from '../access/admins/admin-challenge.entity.js';
import { adminKnownClientEntity } from '../access/admins/admin-known-client.entity.js';
import { adminPasskeyEntity } from '../access/admins/admin-passkey.entity.js';
import { adminSessionEntity } from '../access/admins/admin-session.entity.js';
import { adminTokenEntity } from '../access/admins/admin-token.entity.js';
import { applicationKeyEntity } from '../scim-auth/application-keys/application-key.entity.js';
import { breakerEntity } from '../breaker/breaker.entity.js';
import { heldRemovalEntity } from '../breaker/held-removal.entity.js';
import type { EntityDefinition } from '../platform/database/data-source-options.js';
import { clockMarkEntity } from '../platform/database/clock-mark.entity.js';
import { writeCheckEntity } from '../platform/database/write-check.entity.js';
import { eventEntity } from '../events/event.entity.js';
import { eventSequenceEntity } from '../events/event-sequence.entity.js';
import { entitlementEntity, roleEntity } from '../governance/governed.entity.js';
import { groupEntity } from '../groups/group.entity.js';
import { idempotencyKeyEntity } from '../platform/http/idempotency/idempotency-key.entity.js';
import { keyLogEntity } from '../onboarding/keys/key-log.entity.js';
import { memberKeyEntity } from '../onboarding/keys/member-key.entity.js';
import { organizationKeyEntity } from '../onboarding/keys/organization-key.entity.js';
import { linkEntity } from '../messaging/links/link.entity.js';
import { membershipEntity } from '../groups/memberships/membership.entity.js';
import { organizationEntity } from '../organizations/organization.entity.js';
import { outboxEntity } from '../messaging/outbox/outbox.entity.js';
import { scimRequestEntity } from '../history/requests/scim-request.entity.js';
import { scimKeyEntity } from '../scim-auth/scim-key.entity.js';
import { organizationSchemaEntity } from '../organizations/schemas/organization-schema.entity.js';
import { asyncQueueEntity, asyncRequestEntity } from '../scim/async/async-request.entity.js';
import { resourceCountEntity } from '../scim/resource/resource-count.entity.js';
import { uniqueValueEntity } from '../scim/resource/unique-value.entity.js';
import {
  securityEventReceiverEntity,
  settledSecurityEventEntity,
} from '../subscriptions/security-events/receiver.entity.js';
import { serverSecretEntity } from '../platform/secrets/server-secret.entity.js';
import { challengeEntity } from '../access/sessions/challenge.entity.js';
import { sessionEntity } from '../access/sessions/session.entity.js';
import {
  membershipHistoryEntity,
  membershipHistoryPositionEntity,
} from '../history/timeline/membership-history.entity.js';
import { adoptionEntity } from '../users/adoption/adoption.entity.js';
import { userEmailEntity } from '../users/user-email.entity.js';
import { userEntity } from '../users/user.entity.js';
import { webhookDeliveryEntity } from '../subscriptions/webhooks/webhook-delivery.entity.js';
import { webhookEndpointEntity } from '../subscriptions/webhooks/webhook-endpoint.entity.js';

/** All tables of the application. */
export const entities: readonly EntityDefinition[] = [
  organizationEntity,
  eventSequenceEntity,
  eventEntity,
  scimKeyEntity,
  applicationKeyEntity,
  userEntity,
  userEmailEntity,
  adoptionEntity,
  groupEntity,
  membershipEntity,
  serverSecretEntity,
  writeCheckEntity,
  clockMarkEntity,
  organizationSchemaEntity,
  roleEntity,
  entitlementEntity,
  uniqueValueEntity,
  resourceCountEntity,
  linkEntity,
  sessionEntity,
  challengeEntity,
  organizationKeyEntity,
  memberKeyEntity,
  keyLogEntity,
  outboxEntity,
  scimRequestEntity,
  membershipHistoryEntity,
  membershipHistoryPositionEntity,
  breakerEntity,
  heldRemovalEntity,
  webhookEndpointEntity,
  webhookDeliveryEntity,
  securityEventReceiverEntity,
  settledSecurityEventEntity,
  adminEntity,
  adminSessionEntity,
  adminTokenEntity,
  adminPasskeyEntity,
  adminChallengeEntity,
  adminKnownClientEntity,
  asyncQueueEntity,
  asyncRequestEntity,
  adminAttemptEntity,
  idempotencyKeyEntity,
];
