import type { ResourceType } from '../../scim/attributes/resource-type.js';
import { SCIM_MEDIA_TYPE } from '../../scim/http/scim-headers.js';
import { type ExampledType, exampleRequests, rootExamples } from './examples.js';
import { reference, returnedJsonSchema, writtenJsonSchema } from './json-schema.js';
import { listResponseSchema, projectionProperties, queryProperties } from './messages.js';
import type { OperationObject, ParameterObject, ResponseObject, SchemaObject } from './types.js';

type Described = Omit<OperationObject, 'responses'> & { responses: Record<string, ResponseObject> };
type Body = SchemaObject | { $ref: string };

const ERRORS: Readonly<Record<string, string>> = {
  400: 'The request is wrong: `scimType` and `detail` say what to change. Nothing was changed.',
  401: 'The key is missing or wrong, or belongs to another organization.',
  403: 'SCIM is switched off for the organization or the server, or an admin has to approve the adoption of this user first.',
  404: 'The organization has no such resource.',
  409: 'A unique value is taken, or the last admin would be removed.',
  412: 'The resource has another version than `If-Match` says.',
  413: 'The request is larger than ServiceProviderConfig allows.',
  415: 'The body has another media type, or an encoding other than gzip, deflate or br.',
  429: 'The breaker holds the request because more people would be deactivated or deleted than the organization allows; or, with `Prefer`, too many requests are queued; or too many requests with a wrong key came from this address.',
  431: 'The headers have more than 16 kB in total.',
  501: 'Not supported; `detail` says why.',
  503: 'The database is not available; `Retry-After` says when to try again.',
};
const EVERYWHERE = [401, 403, 429, 431, 503];
const READ = [400, ...EVERYWHERE];
const BODY = [400, 413, 415, ...EVERYWHERE];
const ifMatch = header('If-Match', 'ETag of the version to change.');
const prefer = header(
  'Prefer',
  '`respond-async`: answers at once, and delivers the result later in a security event token (RFC 9967 §2.5.1).',
);
const accepted = answer('Accepted, to be carried out later.', undefined, {
  'Set-Txn': 'The `txn` of the token that has the result.',
  'Preference-Applied': 'respond-async',
});

/** The operations on a resource type, by path below the base URL and method. */
export function resourceOperations({ type, example }: ExampledType): Record<string, Record<string, Described>> {
  const examples = exampleRequests(type, example);
  const { endpoint } = type;
  const plural = endpoint.slice(1).toLowerCase();
  const one = withArticle(type.name.toLowerCase());
  const list = listResponseSchema(returnedJsonSchema(type));
  const tags = [endpoint.slice(1)];
  const projection = parameters(projectionProperties);
  const found = answer('The resource.', returnedJsonSchema(type), { ETag: 'Its version, as in `meta.version`.' });
  const item = `${endpoint}/{id}`;
  return {
    [endpoint]: {
      get: operation(tags, `Find ${plural}`, { 200: answer('A page of results.', list) }, READ, {
        parameters: [...parameters(queryProperties), ...projection],
      }),
      post: operation(tags, `Create ${one}`, { 201: found, 202: accepted }, [...BODY, 409], {
        parameters: [...projection, prefer],
        ...request(examples.write, writtenJsonSchema(type)),
      }),
    },
    [`${endpoint}/.search`]: {
      post: operation(tags, `Find ${plural}, the query as a body`, { 200: answer('A page.', list) }, BODY, {
        ...request(examples.search, reference('SearchRequest')),
      }),
    },
    [item]: {
      get: operation(tags, `Read ${one}`, { 200: found, 304: answer('Not changed.') }, [...READ, 404], {
        parameters: [...projection, header('If-None-Match', 'ETag of the version that is known.')],
      }),
      put: operation(tags, `Replace ${one}`, { 200: found, 202: accepted }, [...BODY, 404, 409, 412], {
        parameters: [...projection, ifMatch, prefer],
        ...request(examples.write, writtenJsonSchema(type)),
      }),
      patch: operation(
        tags,
        `Change ${one}`,
        { 200: found, 202: accepted, 204: answer('Done.') },
        [...BODY, 404, 409, 412],
        {
          parameters: [...projection, ifMatch, prefer],
          ...request(examples.patch, reference('PatchOp')),
        },
      ),
      delete: operation(
        tags,
        `Delete ${one}`,
        { 202: accepted, 204: answer('Gone.') },
        [404, 412, 429, ...EVERYWHERE],
        { parameters: [ifMatch, prefer] },
      ),
    },
  };
}

/** The operations that belong to no resource type. */
export function commonOperations(types: readonly ResourceType[]): Record<string, Record<string, Described>> {
  const any: SchemaObject = { anyOf: types.map(returnedJsonSchema) };
  const list = listResponseSchema(any);
  const definitions = (name: string): SchemaObject => listResponseSchema(object(name));
  const tags = ['Discovery'];
  const read = (summary: string, body: Body, errors: number[] = []) => ({
    get: operation(tags, summary, { 200: answer(summary, body) }, [...errors, ...EVERYWHERE]),
  });
  return {
    '': {
      get: operation(['All resource types'], 'Find resources of any type', { 200: answer('A page.', list) }, READ, {
        parameters: [...parameters(queryProperties), ...parameters(projectionProperties)],
      }),
    },
    '/.search': {
      post: operation(
        ['All resource types'],
        'Find resources of any type, the query as a body',
        { 200: answer('A page.', list) },
        BODY,
        request(rootExamples.search, reference('SearchRequest')),
      ),
    },
    '/Bulk': {
      post: operation(
        ['Bulk'],
        'Send several requests in one',
        { 200: answer('What became of each.', reference('BulkResponse')), 202: accepted },
        BODY,
        { parameters: [prefer], ...request(rootExamples.bulk, reference('BulkRequest')) },
      ),
    },
    '/ServiceProviderConfig': read('What the server can do', object('ServiceProviderConfig')),
    '/ResourceTypes': read('The resource types of the organization', definitions('ResourceType')),
    '/ResourceTypes/{name}': read('One resource type', object('ResourceType'), [404]),
    '/Schemas': read('The schemas of the organization', definitions('Schema')),
    '/Schemas/{id}': read('One schema', object('Schema'), [404]),
  };
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) && noun !== 'user' ? 'an' : 'a'} ${noun}`;
}

function object(name: string): SchemaObject {
  return { type: 'object', description: `A ${name} of RFC 7643.` };
}

function operation(
  tags: string[],
  summary: string,
  answers: Record<number, ResponseObject>,
  errors: readonly number[],
  more: Partial<Described> = {},
): Described {
  const failures = errors.map((status) => [status, answer(ERRORS[status]!, reference('Error'))]);
  return {
    tags,
    summary,
    security: [{ key: [] }],
    ...more,
    responses: { ...answers, ...Object.fromEntries(failures) },
  };
}

function answer(description: string, schema?: Body, headers: Record<string, string> = {}): ResponseObject {
  const described = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length > 0 && { headers: Object.fromEntries(described) }),
    ...(schema && { content: { [SCIM_MEDIA_TYPE]: { schema } } }),
  };
}

function request(example: object | undefined, schema: Body) {
  return { requestBody: { required: true, content: { [SCIM_MEDIA_TYPE]: { schema, ...(example && { example }) } } } };
}

function parameters(properties: Record<string, SchemaObject>): ParameterObject[] {
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
    ...(schema.type === 'array' && { style: 'form', explode: false }),
  }));
}

function header(name: string, description: string): ParameterObject {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}
