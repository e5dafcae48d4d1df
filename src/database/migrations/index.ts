import type { MigrationInterface } from 'typeorm';
import { CreateOrganizations1764000000001 } from './1764000000001-create-organizations.js';
import { CreateEventSequences1764000000002 } from './1764000000002-create-event-sequences.js';
import { CreateEvents1764000000003 } from './1764000000003-create-events.js';
import { CreateScimKeys1764000000004 } from './1764000000004-create-scim-keys.js';
import { CreateUsers1764000000005 } from './1764000000005-create-users.js';
import { CreateUserEmails1764000000006 } from './1764000000006-create-user-emails.js';
import { CreateGroups1764000000007 } from './1764000000007-create-groups.js';
import { CreateGroupMembers1764000000008 } from './1764000000008-create-group-members.js';

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
];
