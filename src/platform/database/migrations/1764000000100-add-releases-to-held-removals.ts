import { newColumns } from './new-columns.js';
import { document, id, integer, nullable } from './schema.js';

export class AddReleasesToHeldRemovals1764000000100 extends newColumns('held_removals', {
  releaseId: nullable(id),
  releasedAt: nullable(integer),
  releasedBy: nullable(document),
}) {}
