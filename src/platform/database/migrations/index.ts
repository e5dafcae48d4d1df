import type { MigrationInterface } from 'typeorm';
import { CreateOrganizations1764000000001 } from './1764000000001-create-organizations.js';
import { CreateEventSequences1764000000002 } from './1764000000002-create-event-sequences.js';
import { CreateEvents1764000000003 } from './1764000000003-create-events.js';
import { CreateScimKeys1764000000004 } from './1764000000004-create-scim-keys.js';
import { CreateUsers1764000000005 } from './1764000000005-create-users.js';
import { CreateUserEmails1764000000006 } from './1764000000006-create-user-emails.js';
import { CreateGroups1764000000007 } from './1764000000007-create-groups.js';
import { CreateGroupMembers1764000000008 } from './1764000000008-create-group-members.js';
import { CreateServerSecrets1764000000009 } from './1764000000009-create-server-secrets.js';
import { CreateOrganizationSchemas1764000000010 } from './1764000000010-create-organization-schemas.js';
import { AddSchemasVersion1764000000011 } from './1764000000011-add-schemas-version.js';
import { CreateRoles1764000000012 } from './1764000000012-create-roles.js';
import { CreateEntitlements1764000000013 } from './1764000000013-create-entitlements.js';
import { CreateUniqueValues1764000000014 } from './1764000000014-create-unique-values.js';
import { CreateResourceCounts1764000000015 } from './1764000000015-create-resource-counts.js';
import { CountResources1764000000016 } from './1764000000016-count-resources.js';
import { AddIsNested1764000000017 } from './1764000000017-add-is-nested.js';
import { MarkNestedGroups1764000000018 } from './1764000000018-mark-nested-groups.js';
import { AddShifts1764000000019 } from './1764000000019-add-shifts.js';
import { IndexUsersById1764000000020 } from './1764000000020-index-users-by-id.js';
import { NoteLastIds1764000000021 } from './1764000000021-note-last-ids.js';
import { TellSqliteTheSpread1764000000022 } from './1764000000022-tell-sqlite-the-spread.js';
import { CreateOutbox1764000000023 } from './1764000000023-create-outbox.js';
import { AddSettings1764000000024 } from './1764000000024-add-settings.js';
import { AddMembershipOfUsers1764000000025 } from './1764000000025-add-membership-of-users.js';
import { IndexUsersByStatus1764000000026 } from './1764000000026-index-users-by-status.js';
import { CreateLinks1764000000027 } from './1764000000027-create-links.js';
import { CreateSessions1764000000028 } from './1764000000028-create-sessions.js';
import { CreateOrganizationKeys1764000000029 } from './1764000000029-create-organization-keys.js';
import { CreateMemberKeys1764000000030 } from './1764000000030-create-member-keys.js';
import { CreateKeyLog1764000000031 } from './1764000000031-create-key-log.js';
import { TellSqliteTheSpreadOfOnboarding1764000000032 } from './1764000000032-tell-sqlite-the-spread-of-onboarding.js';
import { CreateChallenges1764000000033 } from './1764000000033-create-challenges.js';
import { AddChainToEventSequences1764000000034 } from './1764000000034-add-chain-to-event-sequences.js';
import { AddHashToEvents1764000000035 } from './1764000000035-add-hash-to-events.js';
import { StartChains1764000000036 } from './1764000000036-start-chains.js';
import { CreateScimRequests1764000000040 } from './1764000000040-create-scim-requests.js';
import { CreateMembershipHistory1764000000041 } from './1764000000041-create-membership-history.js';
import { CreateMembershipHistoryPositions1764000000042 } from './1764000000042-create-membership-history-positions.js';
import { IndexKeyLogByUser1764000000043 } from './1764000000043-index-key-log-by-user.js';
import { TellSqliteTheSpreadOfRequests1764000000044 } from './1764000000044-tell-sqlite-the-spread-of-requests.js';
import { CreateWebhookEndpoints1764000000045 } from './1764000000045-create-webhook-endpoints.js';
import { CreateWebhookDeliveries1764000000046 } from './1764000000046-create-webhook-deliveries.js';
import { TellSqliteTheSpreadOfWebhooks1764000000047 } from './1764000000047-tell-sqlite-the-spread-of-webhooks.js';
import { CreateApplicationKeys1764000000050 } from './1764000000050-create-application-keys.js';
import { CreateSecurityEventReceivers1764000000051 } from './1764000000051-create-security-event-receivers.js';
import { CreateSettledSecurityEvents1764000000052 } from './1764000000052-create-settled-security-events.js';
import { CreateBreakers1764000000055 } from './1764000000055-create-breakers.js';
import { CreateHeldRemovals1764000000056 } from './1764000000056-create-held-removals.js';
import { AddIsHeld1764000000057 } from './1764000000057-add-is-held.js';
import { CreateAdmins1764000000060 } from './1764000000060-create-admins.js';
import { CreateAdminSessions1764000000061 } from './1764000000061-create-admin-sessions.js';
import { CreateAdminTokens1764000000062 } from './1764000000062-create-admin-tokens.js';
import { CreateAdminPasskeys1764000000063 } from './1764000000063-create-admin-passkeys.js';
import { CreateAdminChallenges1764000000064 } from './1764000000064-create-admin-challenges.js';
import { CreateIdempotencyKeys1764000000065 } from './1764000000065-create-idempotency-keys.js';
import { CreateAdminAttempts1764000000066 } from './1764000000066-create-admin-attempts.js';
import { AddOrganizationNameKey1764000000067 } from './1764000000067-add-organization-name-key.js';
import { CreateAsyncQueues1764000000070 } from './1764000000070-create-async-queues.js';
import { CreateAsyncRequests1764000000071 } from './1764000000071-create-async-requests.js';
import { TellSqliteTheSpreadOfAsyncRequests1764000000072 } from './1764000000072-tell-sqlite-the-spread-of-async-requests.js';
import { AddInvitationAddress1764000000080 } from './1764000000080-add-invitation-address.js';
import { BindInvitations1764000000081 } from './1764000000081-bind-invitations.js';
import { CreateAdoptions1764000000082 } from './1764000000082-create-adoptions.js';
import { CreateKeyRotations1764000000083 } from './1764000000083-create-key-rotations.js';
import { CreateKeyRotationKeys1764000000084 } from './1764000000084-create-key-rotation-keys.js';
import { TellSqliteTheSpreadOfKeyRotations1764000000085 } from './1764000000085-tell-sqlite-the-spread-of-key-rotations.js';
import { CreateWalks1764000000086 } from './1764000000086-create-walks.js';
import { CreateAdminKnownClients1764000000087 } from './1764000000087-create-admin-known-clients.js';
import { AddScopeOfTokens1764000000088 } from './1764000000088-add-scope-of-tokens.js';
import { TellSqliteTheSpreadOfWalks1764000000089 } from './1764000000089-tell-sqlite-the-spread-of-walks.js';
import { AddWaitingToldAt1764000000090 } from './1764000000090-add-waiting-told-at.js';
import { AddExpiryToldToScimKeys1764000000091 } from './1764000000091-add-expiry-told-to-scim-keys.js';
import { AddExpiryToldToApplicationKeys1764000000092 } from './1764000000092-add-expiry-told-to-application-keys.js';
import { AddActiveChangedAt1764000000094 } from './1764000000094-add-active-changed-at.js';
import { AddWarningToScimRequests1764000000095 } from './1764000000095-add-warning-to-scim-requests.js';
import { PinCollation1764000000096 } from './1764000000096-pin-collation.js';
import { CreateWriteChecks1764000000097 } from './1764000000097-create-write-checks.js';
import { AddNeedsApproval1764000000102 } from './1764000000102-add-needs-approval.js';
import { AddOrganizationKeyOfAdmins1764000000103 } from './1764000000103-add-organization-key-of-admins.js';
import { FillOrganizationKeyOfAdmins1764000000104 } from './1764000000104-fill-organization-key-of-admins.js';
import { IndexAccountsOfAdmins1764000000105 } from './1764000000105-index-accounts-of-admins.js';
import { IndexAddressesOfAdmins1764000000106 } from './1764000000106-index-addresses-of-admins.js';
import { LetOrganizationsShareAddressesOfAdmins1764000000107 } from './1764000000107-let-organizations-share-addresses-of-admins.js';
import { CreateClockMarks1764000000101 } from './1764000000101-create-clock-marks.js';
import { AddReleasesToHeldRemovals1764000000100 } from './1764000000100-add-releases-to-held-removals.js';
import { IndexUsersByProvenAddress1764000000110 } from './1764000000110-index-users-by-proven-address.js';
import { AddIgnoredToScimRequests1764000000190 } from './1764000000190-add-ignored-to-scim-requests.js';
import { CreateIgnoredNames1764000000191 } from './1764000000191-create-ignored-names.js';

/** In the order in which they run. */
export const migrations: (new () => MigrationInterface)[] = [
  CreateOrganizations1764000000001,
  CreateEventSequences1764000000002,
  CreateEvents1764000000003,
  CreateScimKeys1764000000004,
  CreateUsers1764000000005,
  CreateUserEmails1764000000006,
  CreateGroups1764000000007,
  CreateGroupMembers1764000000008,
  CreateServerSecrets1764000000009,
  CreateOrganizationSchemas1764000000010,
  AddSchemasVersion1764000000011,
  CreateRoles1764000000012,
  CreateEntitlements1764000000013,
  CreateUniqueValues1764000000014,
  CreateResourceCounts1764000000015,
  CountResources1764000000016,
  AddIsNested1764000000017,
  MarkNestedGroups1764000000018,
  AddShifts1764000000019,
  IndexUsersById1764000000020,
  NoteLastIds1764000000021,
  TellSqliteTheSpread1764000000022,
  CreateOutbox1764000000023,
  AddSettings1764000000024,
  AddMembershipOfUsers1764000000025,
  IndexUsersByStatus1764000000026,
  CreateLinks1764000000027,
  CreateSessions1764000000028,
  CreateOrganizationKeys1764000000029,
  CreateMemberKeys1764000000030,
  CreateKeyLog1764000000031,
  TellSqliteTheSpreadOfOnboarding1764000000032,
  CreateChallenges1764000000033,
  AddChainToEventSequences1764000000034,
  AddHashToEvents1764000000035,
  StartChains1764000000036,
  CreateScimRequests1764000000040,
  CreateMembershipHistory1764000000041,
  CreateMembershipHistoryPositions1764000000042,
  IndexKeyLogByUser1764000000043,
  TellSqliteTheSpreadOfRequests1764000000044,
  CreateWebhookEndpoints1764000000045,
  CreateWebhookDeliveries1764000000046,
  TellSqliteTheSpreadOfWebhooks1764000000047,
  CreateApplicationKeys1764000000050,
  CreateSecurityEventReceivers1764000000051,
  CreateSettledSecurityEvents1764000000052,
  CreateBreakers1764000000055,
  CreateHeldRemovals1764000000056,
  AddIsHeld1764000000057,
  CreateAdmins1764000000060,
  CreateAdminSessions1764000000061,
  CreateAdminTokens1764000000062,
  CreateAdminPasskeys1764000000063,
  CreateAdminChallenges1764000000064,
  CreateIdempotencyKeys1764000000065,
  CreateAdminAttempts1764000000066,
  AddOrganizationNameKey1764000000067,
  CreateAsyncQueues1764000000070,
  CreateAsyncRequests1764000000071,
  TellSqliteTheSpreadOfAsyncRequests1764000000072,
  AddInvitationAddress1764000000080,
  BindInvitations1764000000081,
  CreateAdoptions1764000000082,
  CreateKeyRotations1764000000083,
  CreateKeyRotationKeys1764000000084,
  TellSqliteTheSpreadOfKeyRotations1764000000085,
  CreateWalks1764000000086,
  CreateAdminKnownClients1764000000087,
  AddScopeOfTokens1764000000088,
  TellSqliteTheSpreadOfWalks1764000000089,
  AddWaitingToldAt1764000000090,
  AddExpiryToldToScimKeys1764000000091,
  AddExpiryToldToApplicationKeys1764000000092,
  AddActiveChangedAt1764000000094,
  AddWarningToScimRequests1764000000095,
  PinCollation1764000000096,
  CreateWriteChecks1764000000097,
  AddReleasesToHeldRemovals1764000000100,
  CreateClockMarks1764000000101,
  AddNeedsApproval1764000000102,
  AddOrganizationKeyOfAdmins1764000000103,
  FillOrganizationKeyOfAdmins1764000000104,
  IndexAccountsOfAdmins1764000000105,
  IndexAddressesOfAdmins1764000000106,
  LetOrganizationsShareAddressesOfAdmins1764000000107,
  IndexUsersByProvenAddress1764000000110,
  AddIgnoredToScimRequests1764000000190,
  CreateIgnoredNames1764000000191,
];
