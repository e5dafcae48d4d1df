import { isObject } from '../attributes/document.js';
import { invalidSyntax, ScimError } from '../protocol/scim-error.js';

export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const MAX_BULK_OPERATIONS = 1_000;

/** One operation of RFC 7644 §3.7 as the client wrote it: what is wrong with it is said in its own result. */
export interface BulkOperation {
  readonly method?: unknown;
  readonly bulkId?: unknown;
  readonly path?: unknown;
  /** ETag that a PUT, PATCH or DELETE expects. */
  readonly version?: unknown;
  readonly data?: unknown;
}

export interface BulkRequest {
  /** How many errors end the request; absent: it goes on to its end. */
  readonly failOnErrors?: number;
  readonly operations: readonly BulkOperation[];
}

/** @throws ScimError invalidSyntax for a body that is no BulkRequest, 413 for too many operations */
export function readBulk(body: unknown): BulkRequest {
  if (!isObject(body) || !Array.isArray(body['schemas']) || !body['schemas'].includes(BULK_REQUEST))
    throw invalidSyntax(`The body must be a JSON object whose "schemas" lists ${BULK_REQUEST}`);
  const { Operations: operations, failOnErrors } = body;
  if (!Array.isArray(operations) || !operations.every(isObject))
    throw invalidSyntax('"Operations" must be a list of objects');
  if (operations.length > MAX_BULK_OPERATIONS)
    throw new ScimError(413, `A bulk request takes at most ${MAX_BULK_OPERATIONS} operations: send several`);
  if (failOnErrors !== undefined && !(Number.isSafeInteger(failOnErrors) && (failOnErrors as number) > 0))
    throw invalidSyntax('"failOnErrors" must be a whole number above 0');
  return { failOnErrors: failOnErrors as number | undefined, operations };
}
