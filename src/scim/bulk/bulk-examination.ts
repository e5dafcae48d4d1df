import { invalidValue, ScimError } from '../protocol/scim-error.js';
import type { BulkRequest } from './bulk-request.js';
import type { BulkTargets } from './bulk-targets.js';
import { bulkIdsIn } from './references.js';

/** Longest name of a POST, and of what another operation refers to: it is told again with the result. */
const MAX_BULK_ID_LENGTH = 255;
const MAX_PATH_LENGTH = 300;

/**
 * Refuses a bulk request for what is wrong with one of its operations whatever is stored, beside its data.
 * @throws ScimError invalidValue that says which
 */
export function examineBulk({ operations }: BulkRequest, targets: BulkTargets): void {
  const bulkIds = new Set<string>();
  for (const [index, { method, path, bulkId }] of operations.entries()) {
    const refuse = (detail: string) => invalidValue(`Operation ${index + 1}: ${detail}`);
    if (typeof path === 'string' && path.length > MAX_PATH_LENGTH) throw refuse('The "path" is too long to be one');
    try {
      targets.find(method, path).examine();
    } catch (error) {
      throw error instanceof ScimError ? refuse(error.detail) : error;
    }
    if (bulkId !== undefined && !(typeof bulkId === 'string' && bulkId !== '' && bulkId.length <= MAX_BULK_ID_LENGTH))
      throw refuse(`"bulkId" must be text of at most ${MAX_BULK_ID_LENGTH} characters`);
    if (String(method).toUpperCase() !== 'POST') continue;
    if (bulkId === undefined) throw refuse('A POST operation needs a "bulkId"');
    if (bulkIds.has(bulkId)) throw refuse('The "bulkId" is that of another operation already');
    bulkIds.add(bulkId);
  }
  for (const [index, operation] of operations.entries())
    if (!bulkIdsIn(operation).every((bulkId) => bulkIds.has(bulkId)))
      throw invalidValue(`Operation ${index + 1}: A "bulkId:" reference names no POST operation of this request`);
}
