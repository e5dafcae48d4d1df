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

const NAMES = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
] as const;
const CANONICAL: ReadonlyMap<string, string> = new Map(NAMES.map((name) => [name.toLowerCase(), name]));
/** By which other products and slips of the pen mean `filter`. Left unread, they would find everybody. */
const MEANS_FILTER = /^[$_]?(?:filters?|filtre|fliter|fitler|filer|fiter|filtr|search|query|q|where)$/i;

/** @throws ScimError invalidValue for a parameter that is no number, is given twice or contradicts another */
export function readSearchParameters(query: Parameters): SearchRequest {
  refuseLookAlikes(query);
  const given = canonicalNames(query, false);
  const { startIndex, count } = given;
  return searchRequest({
    ...given,
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
  refuseLookAlikes(body);
  return searchRequest(canonicalNames(body, true));
}

/** The names in `attributes` and `excludedAttributes` of a request that answers with one resource. */
export function readProjectionParameters(query: Parameters): ProjectionRequest {
  return projectionRequest(canonicalNames(query, false));
}

/**
 * Parameters by the names that RFC 7644 gives them, in whichever letter case they came.
 * @param takesLists whether a parameter may be a list, as in a body; in a URL that is one given twice
 * @throws ScimError invalidValue for one that is given twice
 */
function canonicalNames(given: Parameters, takesLists: boolean): Parameters {
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const name = CANONICAL.get(key.toLowerCase());
    if (name === undefined) continue;
    if (name in found || (Array.isArray(value) && !takesLists)) throw invalidValue(`"${name}" must be given once`);
    found[name] = value;
  }
  return found;
}

function refuseLookAlikes(given: Parameters): void {
  const name = Object.keys(given).find((key) => MEANS_FILTER.test(key) && key.toLowerCase() !== 'filter');
  if (name !== undefined) throw invalidValue(`"${name}" is no parameter of a query: write "filter"`);
}

function projectionRequest(query: Parameters): ProjectionRequest {
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
    ...projectionRequest(given),
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
