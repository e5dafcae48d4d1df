import { isObject } from '../attributes/document.js';
import { badRequest, invalidSyntax, invalidValue } from './scim-error.js';

export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const DEFAULT_COUNT = 100;
export const MAX_RESULTS = 1_000;

/** Names of attributes that an answer shall carry, or shall not (RFC 7644 §3.9). */
export interface ProjectionRequest {
  readonly attributes: readonly string[];
  readonly excludedAttributes: readonly string[];
}

/** A query of RFC 7644 §3.4.2, however it came: in a URL or in a SearchRequest. */
export interface SearchRequest extends ProjectionRequest {
  readonly filter?: string;
  readonly sortBy?: string;
  readonly descending: boolean;
  /** 1-based. */
  readonly startIndex: number;
  /** From 0 to MAX_RESULTS. */
  readonly count: number;
  /** Present when the client pages by cursor (RFC 9865); empty on the first page. */
  readonly cursor?: string;
}

type Parameters = Readonly<Record<string, unknown>>;

/** @throws ScimError invalidValue for a parameter that is no number, is given twice or contradicts another */
export function readSearchParameters(query: Parameters): SearchRequest {
  const { startIndex, count } = query;
  return searchRequest({
    ...query,
    startIndex: integerText(startIndex, 'startIndex'),
    count: integerText(count, 'count'),
  });
}

/**
 * The body of `POST /.search` (RFC 7644 §3.4.3).
 * @throws ScimError invalidSyntax for a body that is no SearchRequest
 */
export function readSearchBody(body: unknown): SearchRequest {
  if (!isObject(body) || !Array.isArray(body['schemas']) || !body['schemas'].includes(SEARCH_REQUEST))
    throw invalidSyntax(`The body must be a JSON object whose "schemas" lists ${SEARCH_REQUEST}`);
  return searchRequest(body);
}

/** The names in `attributes` and `excludedAttributes` of a request that answers with one resource. */
export function readProjectionParameters(query: Parameters): ProjectionRequest {
  return {
    attributes: names(query['attributes'], 'attributes'),
    excludedAttributes: names(query['excludedAttributes'], 'excludedAttributes'),
  };
}

function searchRequest(given: Parameters): SearchRequest {
  const startIndex = integer(given['startIndex'], 'startIndex');
  const cursor = text(given['cursor'], 'cursor');
  if (cursor !== undefined && startIndex !== undefined)
    throw invalidValue('"cursor" and "startIndex" cannot be given together');
  const sortOrder = text(given['sortOrder'], 'sortOrder')?.toLowerCase();
  if (sortOrder !== undefined && sortOrder !== 'ascending' && sortOrder !== 'descending')
    throw invalidValue('"sortOrder" must be ascending or descending');
  return {
    filter: text(given['filter'], 'filter'),
    sortBy: text(given['sortBy'], 'sortBy') || undefined,
    descending: sortOrder === 'descending',
    startIndex: Math.max(1, startIndex ?? 1),
    count: countOf(integer(given['count'], 'count') ?? DEFAULT_COUNT, cursor !== undefined),
    cursor,
    ...readProjectionParameters(given),
  };
}

/** Pages by index get at most MAX_RESULTS; RFC 9865 §2.1 has an error for a cursor that asks for more. */
function countOf(count: number, byCursor: boolean): number {
  if (byCursor && count > MAX_RESULTS) throw badRequest('invalidCount', `"count" must be from 0 to ${MAX_RESULTS}`);
  return Math.min(MAX_RESULTS, Math.max(0, count));
}

function text(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidValue(`"${name}" must be given once, as text`);
  return value;
}

function integerText(value: unknown, name: string): unknown {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !/^[+-]?\d{1,15}$/.test(value.trim()))
    throw invalidValue(`"${name}" must be a whole number`);
  return Number(value);
}

function integer(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isSafeInteger(value)) throw invalidValue(`"${name}" must be a whole number`);
  return value as number;
}

/** A list of names, or names separated by commas. */
function names(value: unknown, parameter: string): string[] {
  if (value === undefined || value === null || value === '') return [];
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === 'string'))
    throw invalidValue(`"${parameter}" must be a list of attribute names`);
  return list
    .flatMap((item) => item.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
