import { newColumns } from './new-columns.js';
import { defaulting, integer } from './schema.js';

export class AddSchemasVersion1764000000011 extends newColumns('organizations', {
  schemasVersion: defaulting(integer, 0),
}) {}
