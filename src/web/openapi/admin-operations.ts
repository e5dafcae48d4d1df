import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { IDEMPOTENCY_KEY } from '../../platform/http/idempotency/idempotency.interceptor.js';
import { answerSchemas, jsonAnswers, otherAnswers } from './answers/answers.js';
import { exampleOf } from './answers/example-of.js';
import type { OperationObject, ParameterObject, RequestBodyObject, ResponseObject, SchemaObject } from './types.js';

const BASE = '/api/v1/';
const WORDS: Readonly<Record<string, string>> = { 201: 'Made.', 202: 'Taken.', 302: 'Leads elsewhere.' };
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

type Schemas = Record<string, SchemaObject | { $ref: string }>;

/** What the operations refer to. */
export const adminSchemas: Schemas = {
  ...answerSchemas,
  Problem: {
    type: 'object',
    description: 'Why something was not done (RFC 9457).',
    required: ['type', 'title', 'status', 'reason', 'detail'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      reason: { type: 'string', description: 'For programs.' },
      detail: { type: 'string', description: 'For people.' },
    },
  },
};

const signedOut = problem(401, 'signed_out', 'You are not signed in, or your session has ended');
const forbidden = problem(403, 'step_up_needed', 'Prove again who you are to continue');
const unknown = problem(404, 'unknown', 'You administer no such organization');
const invalid = problem(400, 'invalid', 'limit must not be greater than 500');
const mediaType = problem(415, 'media_type', 'Send application/json');
const takenKey = problem(409, 'in_progress', 'The first request with this Idempotency-Key is under way');
const reusedKey = problem(422, 'idempotency_key_reused', 'This Idempotency-Key came with another body');
const unavailable = problem(503, 'unavailable', 'The database cannot be reached');

/**
 * The operations below `/api/v1`: routes, bodies and who may use them come from the controllers.
 * @param schemas those of bodies
 */
export function adminOperations(paths: OpenAPIObject['paths'], schemas: Schemas): OpenAPIObject['paths'] {
  const known = { ...schemas, ...adminSchemas };
  return Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => path.startsWith(BASE))
      .map(([path, item]) => [
        path,
        Object.fromEntries(
          METHODS.flatMap((method) => {
            const operation = item[method];
            return operation ? [[method, described(path, method, operation, known)]] : [];
          }),
        ),
      ]),
  );
}

function described(path: string, method: string, operation: OperationObject, schemas: Schemas): OperationObject {
  const { operationId = '', security, parameters = [], requestBody } = operation;
  const isIdempotent = parameters.some((each) => 'name' in each && each.name === IDEMPOTENCY_KEY);
  return {
    ...operation,
    summary: operation.summary ?? wordsOf(operationId),
    ...(requestBody && 'content' in requestBody && { requestBody: withExample(requestBody, schemas) }),
    parameters: [...pathParameters(path), ...parameters.filter((each) => !('in' in each && each.in === 'path'))],
    responses: {
      ...answersOf(operation, schemas),
      400: invalid,
      ...(security && { 401: signedOut, 403: forbidden }),
      ...(path.includes('{') && { 404: unknown }),
      ...(method !== 'get' && { 415: mediaType }),
      ...(isIdempotent && { 409: takenKey, 422: reusedKey }),
      503: unavailable,
    },
  };
}

/** Those of success, whose statuses come from the controllers. */
function answersOf({ operationId = '', responses }: OperationObject, schemas: Schemas): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.keys(responses).map((status) => {
      const description = WORDS[status] ?? 'Done.';
      const content = status === '204' || status === '302' ? undefined : contentOf(operationId, schemas);
      return [status, { description, ...(content && { content }) }];
    }),
  );
}

function contentOf(operationId: string, schemas: Schemas): ResponseObject['content'] {
  const schema = jsonAnswers[operationId];
  if (schema) return { 'application/json': { schema, example: exampleOf(schema, schemas) } };
  return Object.fromEntries((otherAnswers[operationId] ?? []).map((type) => [type, { schema: { type: 'string' } }]));
}

function withExample(body: RequestBodyObject, schemas: Schemas): RequestBodyObject {
  const content = Object.entries(body.content).map(([type, media]) => [
    type,
    { ...media, example: media.schema && exampleOf(media.schema, schemas) },
  ]);
  return { ...body, content: Object.fromEntries(content) };
}

/** `WebhooksController_rotateSecret` is "Rotate secret". */
function wordsOf(operationId: string): string {
  const words = operationId.slice(operationId.lastIndexOf('_') + 1).replaceAll(/[A-Z]/g, (letter) => ` ${letter}`);
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function pathParameters(path: string): ParameterObject[] {
  return [...path.matchAll(/{(\w+)}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function problem(status: number, reason: string, detail: string): ResponseObject {
  const example = { type: 'about:blank', title: STATUS_CODES[status], status, reason, detail };
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: detail, content: { 'application/problem+json': { schema, example } } };
}
