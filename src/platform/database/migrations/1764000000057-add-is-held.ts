import { newColumns } from './new-columns.js';
import { defaulting, flag } from './schema.js';

export class AddIsHeld1764000000057 extends newColumns('users', { isHeld: defaulting(flag, 0) }) {}
