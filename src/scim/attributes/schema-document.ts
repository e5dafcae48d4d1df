import { attribute, type Attribute, type AttributeType } from './attribute.js';
import { isObject } from './document.js';
import type { Schema } from './schema.js';

const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:[\w$.:\-%/+~]+$/i;
const NAME = /^[A-Za-z][\w$-]{0,99}$/;
const MEANINGFUL_TO_JAVASCRIPT = new Set(['constructor', 'prototype']);
const MAX_URN_LENGTH = 200;
const MAX_ATTRIBUTES = 200;
const MAX_TEXT_LENGTH = 2_000;

const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'] as const;
const MUTABILITIES = ['readWrite', 'immutable'] as const;
const UNIQUENESS = ['none', 'server', 'global'] as const;
const RETURNED = ['default', 'always', 'request', 'never'] as const;
const SCHEMA_MEMBERS = new Set(['schemas', 'id', 'name', 'description', 'attributes', 'meta']);
const ATTRIBUTE_MEMBERS = new Set([
  'name',
  'type',
  'description',
  'multiValued',
  'required',
  'caseExact',
  'mutability',
  'returned',
  'uniqueness',
  'canonicalValues',
  'referenceTypes',
  'subAttributes',
]);

/** A schema document that cannot be used, with everything that is wrong with it. */
export class SchemaDocumentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The schema cannot be registered:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads the definition of an extension, as `/Schemas` shows one (RFC 7643 §7). Characteristics that are left out have
 * the defaults of RFC 7643 §2.2.
 * @throws SchemaDocumentError with all faults
 */
export function readSchemaDocument(document: unknown): Schema {
  const faults: string[] = [];
  const schema = new SchemaReader(faults).schema(document);
  if (faults.length > 0) throw new SchemaDocumentError(faults);
  return schema;
}

class SchemaReader {
  constructor(private readonly faults: string[]) {}

  schema(document: unknown): Schema {
    if (!isObject(document)) {
      this.faults.push('The document must be a JSON object with "id", "name" and "attributes"');
      return { id: '', name: '', description: '', attributes: [] };
    }
    this.refuseUnknown(document, SCHEMA_MEMBERS, 'The schema');
    const id = this.text(document, 'id', 'The schema');
    if (!URN.test(id) || id.length > MAX_URN_LENGTH)
      this.faults.push(`"id" must be a URN like urn:example:params:scim:schemas:extension:acme:2.0:User`);
    const { attributes } = document;
    if (!Array.isArray(attributes) || attributes.length === 0 || attributes.length > MAX_ATTRIBUTES)
      this.faults.push(`"attributes" must list 1 to ${MAX_ATTRIBUTES} attributes`);
    return {
      id,
      name: this.text(document, 'name', 'The schema'),
      description: this.optionalText(document, 'description', 'The schema'),
      attributes: this.attributes(Array.isArray(attributes) ? attributes.slice(0, MAX_ATTRIBUTES) : [], ''),
    };
  }

  private attributes(list: readonly unknown[], parent: string): Attribute[] {
    const seen = new Set<string>();
    return list.flatMap((item, index) => {
      if (!isObject(item)) {
        this.faults.push(`Attribute ${index + 1}${parent && ` of ${parent}`} must be an object`);
        return [];
      }
      const read = this.attribute(item, parent, index);
      if (seen.has(read.name.toLowerCase())) this.faults.push(`${parent}${read.name} is defined more than once`);
      seen.add(read.name.toLowerCase());
      return [read];
    });
  }

  private attribute(item: Record<string, unknown>, parent: string, index: number): Attribute {
    const name = typeof item['name'] === 'string' ? item['name'] : '';
    const isName = (NAME.test(name) && !MEANINGFUL_TO_JAVASCRIPT.has(name)) || (parent !== '' && name === '$ref');
    const label = isName ? `${parent}${name}` : `Attribute ${index + 1}${parent && ` of ${parent.slice(0, -1)}`}`;
    if (!isName)
      this.faults.push(`${label}: "name" must start with a letter and have letters, digits, "-", "_" or "$"`);
    this.refuseUnknown(item, ATTRIBUTE_MEMBERS, label);
    const type = this.choice<AttributeType>(item, 'type', TYPES, 'string', label);
    const returned = this.choice(item, 'returned', RETURNED, 'default', label);
    return attribute(name, this.optionalText(item, 'description', label), {
      type,
      returned,
      mutability: this.choice(item, 'mutability', MUTABILITIES, 'readWrite', label),
      uniqueness: this.choice(item, 'uniqueness', UNIQUENESS, 'none', label),
      multiValued: this.flag(item, 'multiValued', label),
      required: this.flag(item, 'required', label),
      caseExact: this.flag(item, 'caseExact', label),
      filterable: returned !== 'never',
      ...this.list(item, 'canonicalValues', label),
      ...this.list(item, 'referenceTypes', label),
      ...this.subAttributes(item, type, parent, label),
    });
  }

  private subAttributes(item: Record<string, unknown>, type: AttributeType, parent: string, label: string) {
    const { subAttributes } = item;
    if (type !== 'complex') {
      if (subAttributes !== undefined) this.faults.push(`${label}: only complex attributes have "subAttributes"`);
      return {};
    }
    if (parent !== '') {
      this.faults.push(`${label}: a sub-attribute cannot be complex itself`);
      return {};
    }
    if (!Array.isArray(subAttributes) || subAttributes.length === 0 || subAttributes.length > MAX_ATTRIBUTES) {
      this.faults.push(`${label}: a complex attribute needs "subAttributes", at most ${MAX_ATTRIBUTES}`);
      return {};
    }
    return { subAttributes: this.attributes(subAttributes, `${label}.`) };
  }

  private refuseUnknown(item: Record<string, unknown>, known: ReadonlySet<string>, label: string): void {
    for (const name of Object.keys(item))
      if (!known.has(name)) this.faults.push(`${label}: "${name}" is not known here`);
  }

  private text(item: Record<string, unknown>, name: string, label: string): string {
    const value = this.optionalText(item, name, label);
    if (value.trim() === '') this.faults.push(`${label}: "${name}" is missing`);
    return value;
  }

  private optionalText(item: Record<string, unknown>, name: string, label: string): string {
    const value = item[name] ?? '';
    if (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH) return value;
    this.faults.push(`${label}: "${name}" must be text of at most ${MAX_TEXT_LENGTH} characters`);
    return '';
  }

  private flag(item: Record<string, unknown>, name: string, label: string): boolean {
    const value = item[name] ?? false;
    if (typeof value !== 'boolean') this.faults.push(`${label}: "${name}" must be true or false`);
    return value === true;
  }

  private choice<Choice extends string>(
    item: Record<string, unknown>,
    name: string,
    choices: readonly Choice[],
    byDefault: Choice,
    label: string,
  ): Choice {
    const value = item[name] ?? byDefault;
    if (choices.includes(value as Choice)) return value as Choice;
    this.faults.push(`${label}: "${name}" must be one of ${choices.join(', ')}`);
    return byDefault;
  }

  private list(item: Record<string, unknown>, name: 'canonicalValues' | 'referenceTypes', label: string) {
    const value = item[name];
    if (value === undefined) return {};
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return { [name]: value as string[] };
    this.faults.push(`${label}: "${name}" must be a list of texts`);
    return {};
  }
}
