import type { OpenAPIObject } from '@nestjs/swagger';
import type { OperationObject, ParameterObject, ResponseObject, SchemaObject } from './types.js';

const BASE = '/api/v1/';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export const problemSchemas: Record<string, SchemaObject> = {
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

const signedOut = problem(401, 'signed_out', 'You are not signed in, or no more');
const forbidden = problem(403, 'step_up_needed', 'Enter your password again to go on');
const unknown = problem(404, 'unknown', 'You administer no such organization');
const invalid = problem(400, 'invalid', 'limit must not be greater than 500');
const mediaType = problem(415, 'media_type', 'Send application/json');
const unavailable = problem(503, 'unavailable', 'The database cannot be reached');

/** The operations below `/api/v1`: routes, bodies and who may use them come from the controllers. */
export function adminOperations(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => path.startsWith(BASE))
      .map(([path, item]) => [
        path,
        Object.fromEntries(
          METHODS.flatMap((method) => {
            const operation = item[method];
            return operation ? [[method, withProblems(path, method, operation)]] : [];
          }),
        ),
      ]),
  );
}

function withProblems(path: string, method: string, operation: OperationObject): OperationObject {
  const { operationId = '', security, parameters = [], responses } = operation;
  return {
    ...operation,
    summary: operation.summary ?? wordsOf(operationId),
    parameters: [...pathParameters(path), ...parameters.filter((each) => !('in' in each && each.in === 'path'))],
    responses: {
      ...responses,
      400: invalid,
      ...(security && { 401: signedOut, 403: forbidden }),
      ...(path.includes('{') && { 404: unknown }),
      ...(method !== 'get' && { 415: mediaType }),
      503: unavailable,
    },
  };
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
  const example = { type: 'about:blank', title: reason, status, reason, detail };
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: detail, content: { 'application/problem+json': { schema, example } } };
}
