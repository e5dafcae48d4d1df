import { newIndex } from './new-index.js';
import { index } from './schema.js';

/** Has the columns of the primary key, but not the rows: a walk to a distant page reads much less. */
export class IndexUsersById1764000000020 extends newIndex('users', 'users_id', index('organizationId', 'id')) {}
