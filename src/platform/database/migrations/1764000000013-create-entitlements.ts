import { newGovernedTable } from './resource-table.js';

export class CreateEntitlements1764000000013 extends newGovernedTable('entitlements') {}
