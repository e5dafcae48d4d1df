import type { SchemaObject } from '../types.js';

type Schemas = Readonly<Record<string, SchemaObject | { $ref: string }>>;

/** An example of a schema, from those of its parts; undefined where there are none. What may be left out needs one of its own. */
export function exampleOf(schema: SchemaObject | { $ref: string }, schemas: Schemas): unknown {
  if ('$ref' in schema) {
    const found = schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
    return found && exampleOf(found, schemas);
  }
  const { properties, items, anyOf, allOf, enum: values, required = [] } = schema;
  for (const given of [schema.example, schema.default, values?.[0]]) if (given !== undefined) return given;
  const [first] = anyOf ?? allOf ?? [];
  if (first) return exampleOf(first, schemas);
  if (items) {
    const item = exampleOf(items, schemas);
    return item === undefined ? [] : [item];
  }
  if (!properties) return undefined;
  const examples = Object.entries(properties).map(([name, property]) => [name, exampleOf(property, schemas)] as const);
  const given = examples.filter(([name, example]) => example !== undefined || required.includes(name));
  return Object.fromEntries(given);
}
