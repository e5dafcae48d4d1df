/** An answer to a query (RFC 7644 §3.4.2). `Resources` is there even when nothing was found, since clients read it. */
export interface ListResponse {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly object[];
}

export function listResponse(
  Resources: readonly object[],
  totalResults = Resources.length,
  startIndex = 1,
): ListResponse {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex,
    itemsPerPage: Resources.length,
    Resources,
  };
}
