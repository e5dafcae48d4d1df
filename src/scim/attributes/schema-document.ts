import { HIDES, isLegible } from './visible-text.js';
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

interface SchemaFault {
  readonly detail: string;
  /** Where in the document (RFC 6901); empty when it is not one place. */
  readonly pointer: string;
}

/** A schema document that cannot be used, with everything that is wrong with it. */
export class SchemaDocumentError extends Error {
  readonly faults: readonly SchemaFault[];

  constructor(faults: readonly (SchemaFault | string)[]) {
    const all = faults.map((fault) => (typeof fault === 'string' ? { detail: fault, pointer: '' } : fault));
    super(`The schema cannot be registered:\n${all.map(({ detail }) => `  - ${detail}`).join('\n')}`);
    this.faults = all;
  }
}

/** A part of the document: what it is called in words, and by a pointer. */
interface Place {
  readonly label: string;
  readonly pointer: string;
}

const WHOLE: Place = { label: 'The schema', pointer: '' };

/**
 * Reads the definition of an extension, as `/Schemas` shows one (RFC 7643 §7). Characteristics that are left out have
 * the defaults of RFC 7643 §2.2.
 * @throws SchemaDocumentError with all faults
 */
export function readSchemaDocument(document: unknown): Schema {
  const faults: SchemaFault[] = [];
  const schema = new SchemaReader(faults).schema(document);
  if (faults.length > 0) throw new SchemaDocumentError(faults);
  return schema;
}

class SchemaReader {
  constructor(private readonly faults: SchemaFault[]) {}

  schema(document: unknown): Schema {
    if (!isObject(document)) {
      this.fault('', 'The document must be a JSON object with "id", "name" and "attributes"');
      return { id: '', name: '', description: '', attributes: [] };
    }
    this.refuseUnknown(document, SCHEMA_MEMBERS, WHOLE);
    const id = this.text(document, 'id', WHOLE);
    if (!URN.test(id) || id.length > MAX_URN_LENGTH)
      this.fault('/id', `"id" must be a URN like urn:example:params:scim:schemas:extension:acme:2.0:User`);
    const { attributes } = document;
    if (!Array.isArray(attributes) || attributes.length === 0 || attributes.length > MAX_ATTRIBUTES)
      this.fault('/attributes', `"attributes" must list 1 to ${MAX_ATTRIBUTES} attributes`);
    const listed = Array.isArray(attributes) ? attributes.slice(0, MAX_ATTRIBUTES) : [];
    return {
      id,
      name: this.text(document, 'name', WHOLE),
      description: this.optionalText(document, 'description', WHOLE),
      attributes: this.attributes(listed, { label: '', pointer: '/attributes' }),
    };
  }

  /** @param list where it is; its label is the start of the names in it, as `address.` */
  private attributes(items: readonly unknown[], list: Place): Attribute[] {
    const seen = new Set<string>();
    return items.flatMap((item, index) => {
      const pointer = `${list.pointer}/${index}`;
      if (!isObject(item)) {
        this.fault(pointer, `${numbered(list, index)} must be an object`);
        return [];
      }
      const read = this.attribute(item, list, index);
      if (seen.has(read.name.toLowerCase()))
        this.fault(`${pointer}/name`, `${list.label}${read.name} is defined more than once`);
      seen.add(read.name.toLowerCase());
      return [read];
    });
  }

  private attribute(item: Record<string, unknown>, list: Place, index: number): Attribute {
    const name = typeof item['name'] === 'string' ? item['name'] : '';
    const isNested = list.label !== '';
    const isName = (NAME.test(name) && !MEANINGFUL_TO_JAVASCRIPT.has(name)) || (isNested && name === '$ref');
    const label = isName ? `${list.label}${name}` : numbered(list, index);
    const place = { label, pointer: `${list.pointer}/${index}` };
    if (!isName)
      this.refuse(place, 'name', '"name" must start with a letter and have letters, digits, "-", "_" or "$"');
    this.refuseUnknown(item, ATTRIBUTE_MEMBERS, place);
    const type = this.choice<AttributeType>(item, 'type', TYPES, 'string', place);
    const returned = this.choice(item, 'returned', RETURNED, 'default', place);
    return attribute(name, this.optionalText(item, 'description', place), {
      type,
      returned,
      mutability: this.choice(item, 'mutability', MUTABILITIES, 'readWrite', place),
      uniqueness: this.choice(item, 'uniqueness', UNIQUENESS, 'none', place),
      multiValued: this.flag(item, 'multiValued', place),
      required: this.flag(item, 'required', place),
      caseExact: this.flag(item, 'caseExact', place),
      filterable: returned !== 'never',
      ...this.list(item, 'canonicalValues', place),
      ...this.list(item, 'referenceTypes', place),
      ...this.subAttributes(item, type, isNested, place),
    });
  }

  private subAttributes(item: Record<string, unknown>, type: AttributeType, isNested: boolean, place: Place) {
    const { subAttributes } = item;
    if (type !== 'complex') {
      if (subAttributes !== undefined)
        this.refuse(place, 'subAttributes', 'only complex attributes have "subAttributes"');
      return {};
    }
    if (isNested) {
      this.refuse(place, 'type', 'a sub-attribute cannot be complex itself');
      return {};
    }
    if (!Array.isArray(subAttributes) || subAttributes.length === 0 || subAttributes.length > MAX_ATTRIBUTES) {
      this.refuse(place, 'subAttributes', `a complex attribute needs "subAttributes", at most ${MAX_ATTRIBUTES}`);
      return {};
    }
    const list = { label: `${place.label}.`, pointer: `${place.pointer}/subAttributes` };
    return { subAttributes: this.attributes(subAttributes, list) };
  }

  private refuseUnknown(item: Record<string, unknown>, known: ReadonlySet<string>, place: Place): void {
    for (const name of Object.keys(item)) if (!known.has(name)) this.refuse(place, name, `"${name}" is not known here`);
  }

  private text(item: Record<string, unknown>, name: string, place: Place): string {
    const value = this.optionalText(item, name, place);
    if (value.trim() === '') this.refuse(place, name, `"${name}" is missing`);
    return value;
  }

  private optionalText(item: Record<string, unknown>, name: string, place: Place): string {
    const value = item[name] ?? '';
    if (typeof value === 'string' && !isLegible(name === 'name' ? value : value.replace(/[\t\r\n]/g, ' ')))
      this.refuse(place, name, `"${name}" ${HIDES}`);
    if (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH) return value;
    this.refuse(place, name, `"${name}" must be text of at most ${MAX_TEXT_LENGTH} characters`);
    return '';
  }

  private flag(item: Record<string, unknown>, name: string, place: Place): boolean {
    const value = item[name] ?? false;
    if (typeof value !== 'boolean') this.refuse(place, name, `"${name}" must be true or false`);
    return value === true;
  }

  private choice<Choice extends string>(
    item: Record<string, unknown>,
    name: string,
    choices: readonly Choice[],
    byDefault: Choice,
    place: Place,
  ): Choice {
    const value = item[name] ?? byDefault;
    if (choices.includes(value as Choice)) return value as Choice;
    this.refuse(place, name, `"${name}" must be one of ${choices.join(', ')}`);
    return byDefault;
  }

  private list(item: Record<string, unknown>, name: 'canonicalValues' | 'referenceTypes', place: Place) {
    const value = item[name];
    if (value === undefined) return {};
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return { [name]: value as string[] };
    this.refuse(place, name, `"${name}" must be a list of texts`);
    return {};
  }

  /** A member of a part of the document. */
  private refuse({ label, pointer }: Place, member: string, what: string): void {
    this.fault(`${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`, `${label}: ${what}`);
  }

  private fault(pointer: string, detail: string): void {
    this.faults.push({ detail, pointer });
  }
}

/** What an attribute is called that has no name. */
function numbered({ label }: Place, index: number): string {
  return `Attribute ${index + 1}${label && ` of ${label.slice(0, -1)}`}`;
}
