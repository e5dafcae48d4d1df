import { reference } from '../json-schema.js';
import type { SchemaObject } from '../types.js';

/** What a value looks like, with an example in each leaf: `exampleOf` puts them together. */
export type Shape = SchemaObject | { $ref: string };
export type Shapes = Readonly<Record<string, Shape>>;

export const text = (example: string, description?: string): SchemaObject => ({
  type: 'string',
  example,
  ...(description && { description }),
});
export const number = (example: number, description?: string): SchemaObject => ({
  type: 'integer',
  example,
  ...(description && { description }),
});
export const flag = (example: boolean, description?: string): SchemaObject => ({
  type: 'boolean',
  example,
  ...(description && { description }),
});
export const oneOf = (...values: string[]): SchemaObject => ({ type: 'string', enum: values });
export const id = (example = '0192f0c1-2d3e-7f40-8a51-0123456789ab'): SchemaObject => ({
  type: 'string',
  format: 'uuid',
  example,
});
export const time = (example = '2026-11-26T14:00:00.000Z'): SchemaObject => ({
  type: 'string',
  format: 'date-time',
  example,
});
export const url = (example: string): SchemaObject => ({ type: 'string', format: 'uri', example });
export const list = (items: Shape): SchemaObject => ({ type: 'array', items });
/** An object of which nothing more is promised. */
export const anything = (example: object, description: string): SchemaObject => ({
  type: 'object',
  additionalProperties: true,
  example,
  description,
});
/** @param optional what may be left out */
export const object = (properties: Shapes, optional: Shapes = {}): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
});
/** @param example null where that says more than a value */
export function orNull(shape: SchemaObject, example: unknown = shape.example): SchemaObject {
  const { type, enum: values, ...more } = shape;
  return { ...more, type: [...[type ?? []].flat(), 'null'], ...(values && { enum: [...values, null] }), example };
}
/** The page of a list. @param next what goes on */
export const page = (name: string, items: Shape, next: SchemaObject = id()): SchemaObject =>
  object({ [name]: list(items), next: orNull({ ...next, description: 'Null after the last.' }, null) });

export const ref = reference;
