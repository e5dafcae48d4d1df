import { MAX_BULK_OPERATIONS } from '../../scim/bulk/bulk-request.js';
import { MAX_FILTER_LENGTH } from '../../scim/filter/parser.js';
import { SCIM_TYPES } from '../../scim/protocol/scim-error.js';
import { DEFAULT_COUNT, MAX_RESULTS } from '../../scim/protocol/search-request.js';
import type { SchemaObject } from './types.js';

const message = (name: string): SchemaObject => ({
  type: 'array',
  items: { type: 'string' },
  examples: [[`urn:ietf:params:scim:api:messages:2.0:${name}`]],
});
const object = (properties: Record<string, SchemaObject>, required: string[], description: string): SchemaObject => ({
  type: 'object',
  description,
  properties,
  required,
});
const text = (description: string): SchemaObject => ({ type: 'string', description });
const names = (description: string): SchemaObject => ({ type: 'array', items: { type: 'string' }, description });

/** The parameters of a query (RFC 7644 §3.4.2, RFC 9865). */
export const queryProperties: Record<string, SchemaObject> = {
  filter: { type: 'string', maxLength: MAX_FILTER_LENGTH, description: 'A filter of RFC 7644 §3.4.2.2.' },
  sortBy: text('Attribute to sort by; without it results come in the order of their creation.'),
  sortOrder: { type: 'string', enum: ['ascending', 'descending'], default: 'ascending' },
  startIndex: { type: 'integer', default: 1, description: 'Number of the first result, counted from 1.' },
  count: {
    type: 'integer',
    default: DEFAULT_COUNT,
    maximum: MAX_RESULTS,
    description: 'Most results of one page; 0 answers with the total only.',
  },
  cursor: text('Pages by cursor: empty for the first page, then the nextCursor or previousCursor of another page.'),
};

export const projectionProperties: Record<string, SchemaObject> = {
  attributes: names('Attributes that the answer shall carry.'),
  excludedAttributes: names('Attributes that the answer shall not carry.'),
};

/** The messages of RFC 7644 that carry or ask for resources. */
export const messageSchemas: Record<string, SchemaObject> = {
  Error: object(
    {
      schemas: message('Error'),
      status: { type: 'string', pattern: '^[45][0-9][0-9]$' },
      scimType: { type: 'string', enum: [...SCIM_TYPES] },
      detail: text('What is wrong and what to change, for people.'),
    },
    ['schemas', 'status', 'detail'],
    'RFC 7644 §3.12.',
  ),
  SearchRequest: object(
    { schemas: message('SearchRequest'), ...queryProperties, ...projectionProperties },
    ['schemas'],
    'A query as a body (RFC 7644 §3.4.3).',
  ),
  PatchOp: object(
    {
      schemas: message('PatchOp'),
      Operations: {
        type: 'array',
        minItems: 1,
        items: object(
          {
            op: { type: 'string', examples: ['add', 'remove', 'replace'] },
            path: text('What the operation is about: an attribute, or some of its values.'),
            value: { description: 'What to add, replace, or remove from a list.' },
          },
          ['op'],
          'One change.',
        ),
      },
    },
    ['Operations'],
    'Changes of one resource, all or none (RFC 7644 §3.5.2).',
  ),
  BulkRequest: object(
    {
      schemas: message('BulkRequest'),
      failOnErrors: { type: 'integer', minimum: 1, description: 'How many errors end the request.' },
      Operations: {
        type: 'array',
        maxItems: MAX_BULK_OPERATIONS,
        items: object(
          {
            method: { type: 'string', enum: ['POST', 'PUT', 'PATCH', 'DELETE'] },
            bulkId: text('Name of a POST, by which others refer to what it makes: "bulkId:<name>".'),
            path: text('Relative to the base URL, like /Users or /Users/<id>.'),
            version: text('ETag that the resource must have.'),
            data: { description: 'The body of the request.' },
          },
          ['method', 'path'],
          'One request.',
        ),
      },
    },
    ['schemas', 'Operations'],
    'Several requests in one (RFC 7644 §3.7).',
  ),
  BulkResponse: object(
    {
      schemas: message('BulkResponse'),
      Operations: {
        type: 'array',
        items: object(
          {
            method: text('As in the request.'),
            bulkId: text('As in the request.'),
            location: text('URI of the resource.'),
            version: text('ETag of the resource.'),
            status: text('HTTP status.'),
            response: { type: 'object', description: 'The error, when it failed.' },
          },
          ['status'],
          'What became of one request.',
        ),
      },
    },
    ['schemas', 'Operations'],
    'Results in the order in which the operations were carried out.',
  ),
};

/** A page of resources (RFC 7644 §3.4.2, RFC 9865). @param items what a resource looks like */
export function listResponseSchema(items: SchemaObject | { $ref: string }): SchemaObject {
  return object(
    {
      schemas: message('ListResponse'),
      totalResults: { type: 'integer', description: 'Results on all pages together.' },
      startIndex: { type: 'integer' },
      itemsPerPage: { type: 'integer', description: 'Results on this page.' },
      nextCursor: text('Leads to the next page; missing on the last.'),
      previousCursor: text('Leads to the page before; missing on the first.'),
      Resources: { type: 'array', items },
    },
    ['schemas', 'totalResults', 'itemsPerPage', 'Resources'],
    'Results of a query.',
  );
}
