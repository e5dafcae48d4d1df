import { newIndex } from './new-index.js';
import { index } from './schema.js';

/** The same columns as the primary key, but without the rows: whoever walks to a distant page reads much less. */
export class IndexUsersById1764000000020 extends newIndex('users', 'users_id', index('organizationId', 'id')) {}
