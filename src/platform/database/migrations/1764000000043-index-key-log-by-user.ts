import { newIndex } from './new-index.js';
import { index } from './schema.js';

/** For what happened to the keys of one person. */
export class IndexKeyLogByUser1764000000043 extends newIndex(
  'key_log',
  'key_log_user',
  index('organizationId', 'userId', 'sequence'),
) {}
