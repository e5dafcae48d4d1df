import { newColumns } from './new-columns.js';
import { integer, nullable } from './schema.js';

export class AddActiveChangedAt1764000000094 extends newColumns('users', { activeChangedAt: nullable(integer) }) {}
