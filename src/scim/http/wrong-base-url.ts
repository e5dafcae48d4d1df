import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ScimError } from '../protocol/scim-error.js';
import type { ScimRequest } from './caller.decorator.js';
import { answerMediaType } from './scim-headers.js';

const BASE = 'The base URL must end in "/scim/v2/" and the id of the organization';
/** Endpoints of RFC 7644 §3.2 that are no resource types. */
const PROTOCOL = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas', 'Bulk', 'Me', '.search'];

/**
 * Express middleware: a base URL that was typed wrong explains itself. What is said depends on the URL alone, never on the
 * key, or on whether an organization exists.
 * @param types endpoints of resource types, such as `/Users`
 */
export function explainWrongBaseUrl(types: readonly string[]): RequestHandler {
  const endpoints = new Set(
    [...types.map((endpoint) => endpoint.slice(1)), ...PROTOCOL].map((name) => name.toLowerCase()),
  );
  return (request: Request, response: Response, next: NextFunction) => {
    const reason = whyWrong(request.path, endpoints);
    if (reason === undefined) return next();
    const error = new ScimError(404, `${BASE}: ${reason}`);
    (request as ScimRequest).failure = error;
    response.status(error.status).setHeader('Content-Type', answerMediaType(request));
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(error));
  };
}

function whyWrong(path: string, endpoints: ReadonlySet<string>): string | undefined {
  const [first = '', ...rest] = path
    .toLowerCase()
    .replace(/^\/|\/$/g, '')
    .split('/');
  const named = [first, ...rest].filter((segment) => segment !== '');
  if (named.length < rest.length + 1 && (named[0] === 'scim' || endpoints.has(named[0] ?? '')))
    return 'this URL has two slashes in a row';
  if (endpoints.has(first) || (first === 'v2' && (rest.length === 0 || endpoints.has(rest[0]!))))
    return 'this URL has no "/scim/v2/"';
  if (first !== 'scim') return undefined;
  const [version, organization, ...more] = rest;
  if (version !== undefined && endpoints.has(version)) return 'this URL has neither "/v2/" nor the organization';
  if (version !== 'v2') return undefined;
  if ([organization, ...more].some((segment) => segment === 'v2')) return 'this URL has "/v2" twice';
  const isPublic = organization === 'serviceproviderconfig' && more.length === 0;
  return organization === undefined || (endpoints.has(organization) && !isPublic)
    ? 'this URL has no organization'
    : undefined;
}
