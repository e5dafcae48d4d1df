import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Muster } from './muster.js';
import type { AnyJson } from './scim-client.js';

interface Media {
  readonly schema: object;
  readonly example?: AnyJson;
}
export interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Record<string, object> }>> };
}

export async function openApiOf({ url }: Muster): Promise<OpenApi> {
  return (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi;
}

/** The operations below a path. */
export function operationsBelow({ paths }: OpenApi, base: string) {
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(base))
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path: path.slice(base.length), method, operation })),
    );
}

/** What is wrong with a value by a schema; null where nothing is. */
export function faultsOf(schema: object, value: unknown, schemas: object): object[] | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ ...schema, components: { schemas } });
  validate(value);
  return validate.errors ?? null;
}

/** The same schema, whose objects have nothing but what it names. */
export function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return (
    'properties' in schema && !('additionalProperties' in schema) ? { ...parts, additionalProperties: false } : parts
  ) as T;
}
