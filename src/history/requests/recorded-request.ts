import type { Response } from 'express';
import { isId } from '../../platform/ids/new-id.js';
import { isObject } from '../../scim/attributes/document.js';
import { MAX_IGNORED } from '../../scim/attributes/ignored.js';
import type { ScimRequest } from '../../scim/http/caller.decorator.js';
import { filterShape } from './filter-shape.js';
import { redactedText } from './redaction.js';
import type { RecordedRequest } from './scim-request.entity.js';

/** When a request came, and how long it took. */
export interface Timing {
  /** UUIDv7 of that time. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** In milliseconds. */
  readonly duration: number;
}

const BASE = /^\/scim\/v2\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=[/?]|$)/i;
const NOT_ASCII = /[^\x20-\x7e]/g;
/** Query parameters that are logged; others may hold anything. */
const PARAMETERS = new Set([
  'filter',
  'attributes',
  'excludedAttributes',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
]);
const ABORTED = 'The connection ended before the answer was complete';

/** @returns undefined for a request to no organization */
export function recorded(request: ScimRequest, response: Response, timing: Timing): RecordedRequest | undefined {
  // Express parses the query each time that it is asked for.
  const { scim, failure, bulk, warning, ignored, method, originalUrl, query } = request;
  const [base, inUrl] = BASE.exec(originalUrl) ?? [];
  const organizationId = scim?.organizationId ?? inUrl;
  if (base === undefined || organizationId === undefined) return undefined;
  const path = originalUrl.slice(base.length).split('?', 1)[0] || '/';
  const detail = failure?.detail ?? (response.writableFinished ? null : ABORTED);
  return {
    organizationId,
    id: timing.id,
    requestId: request.id ?? timing.id,
    time: timing.time,
    method: method.slice(0, 16),
    path: redactedText(path + namesOf(query))
      .replaceAll(NOT_ASCII, '?')
      .slice(0, 500),
    filter: filterOf(query, request.body),
    status: response.statusCode,
    scimType: failure?.scimType ?? null,
    detail: detail?.slice(0, 1_000) ?? null,
    duration: Math.round(timing.duration),
    keyId: scim?.actor.id ?? null,
    client: redactedText(request.headers['user-agent'] ?? '').slice(0, 200),
    address: (request.ip ?? '').slice(0, 64),
    resourceId: resourceIdOf(path, response),
    operations: bulk?.operations ?? null,
    failedOperations: bulk?.failed ?? null,
    requests: 1,
    warning: warning ?? null,
    ignored: namesIn(ignored),
    body: null,
  };
}

/** Each once, and no more than of one write: a bulk request has many. */
function namesIn(ignored: ScimRequest['ignored'] = []): string | null {
  const names = [...new Set(ignored.map(({ name }) => name))].slice(0, MAX_IGNORED);
  return names.length === 0 ? null : names.join();
}

function namesOf(query: object): string {
  const names = Object.keys(query);
  const known = names.filter((name) => PARAMETERS.has(name)).map((name) => `${name}=?`);
  const all = known.length < names.length ? [...known, '...'] : known;
  return all.length === 0 ? '' : `?${all.join('&')}`;
}

/** From the query, or from a SearchRequest (RFC 7644 §3.4.3). */
function filterOf(query: Record<string, unknown>, body: unknown): string | null {
  const text = query['filter'] ?? (isObject(body) ? body['filter'] : undefined);
  return typeof text === 'string' ? filterShape(text) : null;
}

/** The id below an endpoint, or that of what the request has made, or will have. */
function resourceIdOf(path: string, response: Response): string | null {
  const location = [201, 202].includes(response.statusCode) ? response.getHeader('Location') : undefined;
  const id = typeof location === 'string' ? location.split('/').at(-1) : path.split('/')[2];
  return id !== undefined && isId(id) ? id : null;
}
