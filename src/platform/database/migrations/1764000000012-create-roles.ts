import { newGovernedTable } from './resource-table.js';

export class CreateRoles1764000000012 extends newGovernedTable('roles') {}
