import { isObject } from '../attributes/document.js';
import { invalidSyntax, invalidValue } from './scim-error.js';

export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const DEFAULT_COUNT = 100;
export const MAX_RESULTS = 1_000;

/** A query of RFC 7644 §3.4.2, however it came: in a URL or in a SearchRequest. */
export interface SearchRequest {
  readonly filter?: string;
  /** 1-based. */
  readonly startIndex: number;
  /** From 0 to MAX_RESULTS. */
  readonly count: number;
  readonly attributes: readonly string[];
  readonly excludedAttributes: readonly string[];
}

type Parameters = Readonly<Record<string, unknown>>;

/** @throws ScimError invalidValue for a parameter that is no number, is given twice, or that the server does not support */
export function readSearchParameters(query: Parameters): SearchRequest {
  const { startIndex, count, filter, ...rest } = query;
  return searchRequest({
    ...rest,
    filter,
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
export function readProjectionParameters(query: Parameters): Pick<SearchRequest, 'attributes' | 'excludedAttributes'> {
  return {
    attributes: names(query['attributes'], 'attributes'),
    excludedAttributes: names(query['excludedAttributes'], 'excludedAttributes'),
  };
}

function searchRequest(given: Parameters): SearchRequest {
  if (given['sortBy'] !== undefined)
    throw invalidValue('"sortBy" is not supported, as ServiceProviderConfig says: leave it out');
  const { filter } = given;
  if (filter !== undefined && typeof filter !== 'string') throw invalidValue('"filter" must be given once, as text');
  return {
    filter,
    startIndex: Math.max(1, integer(given['startIndex'], 'startIndex') ?? 1),
    count: Math.min(MAX_RESULTS, Math.max(0, integer(given['count'], 'count') ?? DEFAULT_COUNT)),
    ...readProjectionParameters(given),
  };
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
