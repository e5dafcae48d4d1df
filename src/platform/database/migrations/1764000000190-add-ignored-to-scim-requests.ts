import { newColumns } from './new-columns.js';
import { document, nullable } from './schema.js';

export class AddIgnoredToScimRequests1764000000190 extends newColumns('scim_requests', {
  ignored: nullable(document),
}) {}
