import { newIndex } from './new-index.js';
import { index } from './schema.js';

/** For lists of those who wait, and for counting seats. */
export class IndexUsersByStatus1764000000026 extends newIndex(
  'users',
  'users_status',
  index('organizationId', 'status', 'id'),
) {}
