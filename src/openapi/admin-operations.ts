import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];

export const ADMIN_BASE = '/api/v1';

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** What every refusal of `/api/v1` looks like (RFC 9457). */
export const problemSchema = {
  type: 'object',
  required: ['status', 'reason', 'detail'],
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string', description: 'The same as `reason`.' },
    status: { type: 'integer', example: 409 },
    reason: { type: 'string', description: 'For programs.', example: 'wrong_status' },
    detail: { type: 'string', description: 'For people.', example: 'Only people who are staged can be invited' },
  },
};

const REFUSED = {
  description: 'It was refused, and nothing was changed.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** A path of the admin API as the application describes it, with what all of them have in common. */
export function adminOperations(item: PathItem): PathItem {
  const operations = Object.entries(item).filter(([method]) => METHODS.has(method));
  return Object.fromEntries(
    operations.map(([method, operation]: [string, { operationId: string; responses: object }]) => [
      method,
      {
        ...operation,
        summary: summaryOf(operation.operationId),
        security: [{ session: [] }, { token: [] }],
        responses: { ...operation.responses, default: REFUSED },
      },
    ]),
  );
}

/** `KeysController_rotateSecret` → "Keys: rotate secret". */
function summaryOf(operationId: string): string {
  const [controller = '', handler = ''] = operationId.split('_');
  const words = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const subject = words(controller.replace(/(Api)?Controller$/, ''));
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${words(handler)}`;
}
