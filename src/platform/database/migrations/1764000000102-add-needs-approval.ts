import { newColumns } from './new-columns.js';
import { defaulting, flag } from './schema.js';

export class AddNeedsApproval1764000000102 extends newColumns('users', { needsApproval: defaulting(flag, 0) }) {}
