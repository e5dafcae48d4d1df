import type { Request, Response } from 'express';
import { Problem } from '../problem.js';
import { readJson } from './json.js';
import { readBytes } from './read-bytes.js';

const SCIM_MEDIA_TYPE = 'application/scim+json';
/** Bytes of the limit for each value that a body may have: less than the members of a group, or operations of a bulk request, need. */
const BYTES_PER_VALUE = 8;

/**
 * Reads the JSON body of a request whose sender was let in.
 * @param limit largest body, in bytes: as it is sent, and inflated
 * @returns undefined where there is none
 * @throws Problem 415 for another media type or encoding, 413 for a body that is too large, 400 for what is no proper JSON
 */
export async function readBody(request: Request, response: Response, limit: number): Promise<unknown> {
  const contentType = request.headers['content-type'];
  if (contentType !== undefined) checkMediaType(contentType);
  const bytes = await readBytes(request, response, limit);
  if (bytes.length > 0 && contentType === undefined) throw unsupported();
  return readJson(bytes, limit / BYTES_PER_VALUE);
}

function checkMediaType(contentType: string): void {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== SCIM_MEDIA_TYPE && type !== 'application/json') throw unsupported();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new Problem(415, 'refused', 'The body must be encoded in UTF-8');
}

function unsupported(): Problem {
  return new Problem(415, 'refused', `The body must be sent as ${SCIM_MEDIA_TYPE} or application/json`);
}
