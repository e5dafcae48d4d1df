import type { AttrPath } from '../attributes/resource-type.js';
import type { Filter } from '../filter/ast.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { parseFilter } from '../filter/parser.js';
import { invalidValue } from '../protocol/scim-error.js';
import type { SearchRequest } from '../protocol/search-request.js';

/** What is searched for, and in which order. */
export interface Query {
  readonly filter?: Filter;
  readonly sortBy?: AttrPath;
  readonly descending: boolean;
}

/** @throws ScimError invalidFilter, invalidValue */
export function queryOf({ filter, sortBy, descending }: SearchRequest): Query {
  return {
    filter: filter === undefined ? undefined : parseFilter(filter),
    sortBy: sortBy === undefined ? undefined : sortPath(sortBy),
    descending,
  };
}

function sortPath(text: string): AttrPath {
  const path = parseAttrPath(text);
  if (!path) throw invalidValue('"sortBy" must be the name of an attribute, like name.familyName');
  return path;
}
