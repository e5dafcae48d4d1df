import type { Attribute } from '../../scim/attributes/attribute.js';
import type { ResourceType } from '../../scim/attributes/resource-type.js';
import type { Schema } from '../../scim/attributes/schema.js';
import type { SchemaObject } from './types.js';

/** A resource type as JSON Schema, from its attribute table: what is required depends on the direction. */
export function resourceJsonSchema({ attributes, extensions, schema, description }: ResourceType): SchemaObject {
  const properties = propertiesOf(attributes);
  for (const { id, name } of extensions) properties[id] = reference(name);
  return {
    type: 'object',
    description,
    properties: { ...properties, schemas: { ...properties['schemas'], examples: [[schema.id]] } as SchemaObject },
  };
}

/** An extension as JSON Schema. */
export function extensionJsonSchema({ attributes, description }: Schema): SchemaObject {
  return {
    type: 'object',
    description,
    properties: propertiesOf(attributes),
    ...(requiredOf(attributes).length > 0 && { required: requiredOf(attributes) }),
  };
}

/** A resource as a client sends it. */
export function writtenJsonSchema({ name, attributes }: ResourceType): SchemaObject {
  return { allOf: [reference(name)], required: ['schemas', ...requiredOf(attributes)] };
}

/** A resource as the server returns it: a client may have left out everything else. */
export function returnedJsonSchema({ name, attributes }: ResourceType): SchemaObject {
  const always = attributes.filter(({ returned }) => returned === 'always');
  return { allOf: [reference(name)], required: always.map((attribute) => attribute.name) };
}

export function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function propertiesOf(attributes: readonly Attribute[]): Record<string, SchemaObject | { $ref: string }> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeJsonSchema(attribute)]));
}

function requiredOf(attributes: readonly Attribute[]): string[] {
  return attributes.filter(({ required }) => required).map(({ name }) => name);
}

function attributeJsonSchema(attribute: Attribute): SchemaObject {
  const { description, multiValued, mutability, uniqueness, caseExact, type } = attribute;
  const value = valueJsonSchema(attribute);
  const isText = type === 'string' || type === 'reference';
  return {
    ...(multiValued ? { type: 'array', items: value } : value),
    description: [
      description,
      ...(isText && !caseExact ? ['Compared without regard to case.'] : []),
      ...(uniqueness === 'none' ? [] : ['Unique.']),
      ...(mutability === 'immutable' ? ['Cannot be changed once it has a value.'] : []),
    ].join(' '),
    ...(mutability === 'readOnly' && { readOnly: true }),
    ...(mutability === 'writeOnly' && { writeOnly: true }),
  };
}

function valueJsonSchema({ type, subAttributes = [], canonicalValues, maxLength }: Attribute): SchemaObject {
  switch (type) {
    case 'complex':
      return {
        type: 'object',
        properties: propertiesOf(subAttributes),
        ...(requiredOf(subAttributes).length > 0 && { required: requiredOf(subAttributes) }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer' };
    case 'decimal':
      return { type: 'number' };
    case 'dateTime':
      return { type: 'string', format: 'date-time' };
    case 'binary':
      return { type: 'string', format: 'byte', maxLength };
    default:
      return { type: 'string', maxLength, ...(canonicalValues && { examples: [...canonicalValues] }) };
  }
}
