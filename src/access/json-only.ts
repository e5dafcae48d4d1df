import type { Request } from 'express';
import { Problem } from '../platform/http/problem.js';

/** Which no page of another origin can send without being allowed to. */
const JSON_TYPE = /^application\/json(;|$)/i;

/** @throws Problem 415 for a change that a form of another site could send */
export function refuseForms({ method, headers }: Request): void {
  if (method !== 'GET' && !JSON_TYPE.test(headers['content-type'] ?? ''))
    throw new Problem(415, 'media_type', 'Send application/json');
}
