import { adminEntity } from './admins/admin.entity.js';
import { adminAttemptEntity } from './admins/admin-attempt.entity.js';
import { adminChallengeEntity } from './admins/admin-challenge.entity.js';
import { adminKnownClientEntity } from './admins/admin-known-client.entity.js';
import { adminPasskeyEntity } from './admins/admin-passkey.entity.js';
import { adminSessionEntity } from './admins/admin-session.entity.js';
import { adminTokenEntity } from './admins/admin-token.entity.js';
import { applicationKeyEntity } from './application-keys/application-key.entity.js';
import { breakerEntity } from './breaker/breaker.entity.js';
import { heldRemovalEntity } from './breaker/held-removal.entity.js';
import type { EntityDefinition } from './database/data-source-options.js';
import { clockMarkEntity } from './database/clock-mark.entity.js';
import { writeCheckEntity } from './database/write-check.entity.js';
import { eventEntity } from './events/event.entity.js';
import { eventSequenceEntity } from './events/event-sequence.entity.js';
import { entitlementEntity, roleEntity } from './governance/governed.entity.js';
import { groupEntity } from './groups/group.entity.js';
import { idempotencyKeyEntity } from './http/idempotency/idempotency-key.entity.js';
import { keyLogEntity } from './keys/key-log.entity.js';
import { memberKeyEntity } from './keys/member-key.entity.js';
import { organizationKeyEntity } from './keys/organization-key.entity.js';
import { linkEntity } from './links/link.entity.js';
import { membershipEntity } from './memberships/membership.entity.js';
import { organizationEntity } from './organizations/organization.entity.js';
import { outboxEntity } from './outbox/outbox.entity.js';
import { scimRequestEntity } from './requests/scim-request.entity.js';
import { scimKeyEntity } from './scim-auth/scim-key.entity.js';
import { organizationSchemaEntity } from './schemas/organization-schema.entity.js';
import { asyncQueueEntity, asyncRequestEntity } from './scim/async/async-request.entity.js';
import { resourceCountEntity } from './scim/resource/resource-count.entity.js';
import { uniqueValueEntity } from './scim/resource/unique-value.entity.js';
import { securityEventReceiverEntity, settledSecurityEventEntity } from './security-events/receiver.entity.js';
import { serverSecretEntity } from './secrets/server-secret.entity.js';
import { challengeEntity } from './sessions/challenge.entity.js';
import { sessionEntity } from './sessions/session.entity.js';
import { membershipHistoryEntity, membershipHistoryPositionEntity } from './timeline/membership-history.entity.js';
import { adoptionEntity } from './users/adoption/adoption.entity.js';
import { userEmailEntity } from './users/user-email.entity.js';
import { userEntity } from './users/user.entity.js';
import { webhookDeliveryEntity } from './webhooks/webhook-delivery.entity.js';
import { webhookEndpointEntity } from './webhooks/webhook-endpoint.entity.js';

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
