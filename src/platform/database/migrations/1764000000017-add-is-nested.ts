import { newColumns } from './new-columns.js';
import { defaulting, flag } from './schema.js';

export class AddIsNested1764000000017 extends newColumns('user_groups', { isNested: defaulting(flag, 0) }) {}
