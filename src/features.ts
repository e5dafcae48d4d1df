import { GovernanceModule } from './governance/governance.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { UsersModule } from './users/users.module.js';

/** The modules of resource types, for the server and the command line. Those that are asked most come first, as the router looks. */
export const RESOURCE_MODULES = [UsersModule, GroupsModule, GovernanceModule];
