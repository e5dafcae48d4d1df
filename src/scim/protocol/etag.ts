import { ScimError } from './scim-error.js';

/** The weak ETag of a version, as in `meta.version` (RFC 7644 §3.14). */
export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** Whether a header of ETags (RFC 9110 §13.1) names the version; weak comparison. */
export function namesVersion(header: string, version: number): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(`"${version}"`);
}

/** @throws ScimError 412 when the client's `If-Match` names another version than the present one */
export function checkPrecondition(ifMatch: string | undefined, version: number): void {
  if (ifMatch !== undefined && !namesVersion(ifMatch, version))
    throw new ScimError(412, 'The resource has changed since it was read: read it again and repeat the change');
}
