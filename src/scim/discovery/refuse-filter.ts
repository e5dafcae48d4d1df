import { ScimError } from '../protocol/scim-error.js';

/** RFC 7644 §4: a filter on these endpoints is answered with 403. */
export function refuseFilter(query: Record<string, unknown>): void {
  if (Object.keys(query).some((name) => name.toLowerCase() === 'filter'))
    throw new ScimError(403, 'This endpoint cannot be filtered: read all of it');
}
