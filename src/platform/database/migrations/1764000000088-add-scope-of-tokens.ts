import { newColumns } from './new-columns.js';
import { key, nullable } from './schema.js';

export class AddScopeOfTokens1764000000088 extends newColumns('admin_tokens', { scope: nullable(key(16)) }) {}
