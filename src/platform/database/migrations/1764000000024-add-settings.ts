import { newColumns } from './new-columns.js';
import { document, nullable } from './schema.js';

export class AddSettings1764000000024 extends newColumns('organizations', { settings: nullable(document) }) {}
