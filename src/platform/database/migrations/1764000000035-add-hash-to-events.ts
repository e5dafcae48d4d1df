import { newColumns } from './new-columns.js';
import { key, nullable } from './schema.js';

export class AddHashToEvents1764000000035 extends newColumns('events', { hash: nullable(key(64)) }) {}
