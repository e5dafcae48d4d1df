import { isDeepStrictEqual } from 'node:util';
import { type Attribute, named } from '../attributes/attribute.js';
import { canonicalValue, repeated, undefinedName } from '../attributes/canonical.js';
import { type Document, isObject, isUnassigned } from '../attributes/document.js';
import { Ignored } from '../attributes/ignored.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { RelationChange, type ResourceChange } from '../patch/resource-change.js';
import type { Schema } from '../attributes/schema.js';
import { type Profile, strictProfile } from '../protocol/profile.js';
import { invalidSyntax, invalidValue, mutability, ScimError } from '../protocol/scim-error.js';
import { definedResource } from './defined-resource.js';

/** The core schemas of RFC 7643. */
const OF_RESOURCE = /^urn:ietf:params:scim:schemas:core:2\.0:/i;

/** What a POST or PUT says. */
interface GivenResource extends ResourceChange {
  /** The body without what is left out of it. */
  readonly body: Document;
}

/**
 * Reads the body of a POST or PUT: readOnly attributes are left out (RFC 7644 §3.3 and §3.5.1), the rest is checked and
 * brought to canonical form. A relation is replaced by what the body lists, by nothing when it lists nothing.
 * @param ignored takes the names that nothing defines, where the profile leaves them out
 * @throws ScimError invalidSyntax for a body that is no resource of the type, invalidValue for a value that does not fit
 */
export function readResource(
  given: unknown,
  type: ResourceType,
  profile: Profile,
  ignored = new Ignored(),
): GivenResource {
  if (!isObject(given)) throw invalidSyntax('The body must be a JSON object');
  const body = profile.leavesUndefinedOut ? definedResource(given, type, ignored) : given;
  const document: Document = {};
  const relations = new Map<string, RelationChange>();
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(body)) {
    const extension = type.extension(name);
    const key = extension?.id ?? named(type.attributes, name)?.name ?? name;
    if (seen.has(key)) throw repeated(key);
    seen.add(key);
    if (key === 'schemas') checkSchemas(value, type, profile);
    else if (extension)
      assign(document, extension.id, readAttributes(value, extension.attributes, extension.id, profile));
    else readAttribute(document, relations, name, value, type, profile);
  }
  if (!profile.takesForeignSchemas && !seen.has('schemas'))
    throw invalidSyntax(`"schemas" must list ${type.schema.id}`);
  if (ignored.isEmpty)
    for (const { name } of type.attributes.filter(({ relation }) => relation))
      if (!relations.has(name)) relations.set(name, relationTo([]));
  requireAttributes(document, type, (name) => invalidValue(`${name} is required`));
  return { document, relations, body };
}

function readAttribute(
  document: Document,
  relations: Map<string, RelationChange>,
  name: string,
  value: unknown,
  type: ResourceType,
  profile: Profile,
): void {
  const attribute = named(type.attributes, name);
  if (!attribute) throw undefinedName(name, `the schemas of ${type.name}`);
  if (attribute.mutability === 'readOnly' || isForgotten(attribute, profile)) return;
  const canonical = canonicalValue(attribute, value, profile);
  if (!attribute.relation) return assign(document, attribute.name, canonical);
  const elements = (canonical ?? []) as { value: string }[];
  relations.set(attribute.name, relationTo(elements.map((element) => element.value)));
}

function relationTo(values: readonly string[]): RelationChange {
  const change = new RelationChange();
  change.replace(values);
  return change;
}

function readAttributes(
  value: unknown,
  attributes: readonly Attribute[],
  where: string,
  profile: Profile,
): Document | undefined {
  if (isUnassigned(value)) return undefined;
  if (!isObject(value)) throw invalidValue(`"${where}" takes an object with attributes`);
  const document: Document = {};
  for (const [name, inner] of Object.entries(value)) {
    const attribute = named(attributes, name);
    if (!attribute) throw undefinedName(name, where);
    if (Object.hasOwn(document, attribute.name)) throw repeated(attribute.name);
    if (attribute.mutability !== 'readOnly')
      assign(document, attribute.name, canonicalValue(attribute, inner, profile, attribute.name));
  }
  return Object.keys(document).length > 0 ? document : undefined;
}

/** Why stored values of an extension do not fit its schema; undefined when they do. */
export function faultOf(values: unknown, { id, attributes }: Schema): string | undefined {
  try {
    const read = readAttributes(values, attributes, id, strictProfile);
    return isDeepStrictEqual(read, values) ? undefined : 'a value has another form';
  } catch (error) {
    if (error instanceof ScimError) return error.detail;
    throw error;
  }
}

function assign(document: Document, name: string, value: unknown): void {
  if (!isUnassigned(value)) document[name] = value;
}

/**
 * Schemas that the resource type does not have may be named, as Entra ID names extensions and others those of SCIM 1.1, but
 * not those of another resource alone.
 */
function checkSchemas(given: unknown, type: ResourceType, profile: Profile): void {
  const schemas =
    profile.takesForeignSchemas && (given === null || typeof given === 'string') ? [given ?? []].flat() : given;
  if (!Array.isArray(schemas) || !schemas.every((schema) => typeof schema === 'string'))
    throw invalidSyntax('"schemas" must be a list of URNs');
  const isOther = !profile.takesForeignSchemas || schemas.some((schema) => OF_RESOURCE.test(schema));
  if (isOther && !schemas.some((schema) => type.isCore(schema)))
    throw invalidSyntax(`"schemas" must list ${type.schema.id}`);
  if (!profile.takesForeignSchemas && !schemas.every((schema) => type.isCore(schema) || type.extension(schema)))
    throw invalidSyntax(`"schemas" lists a schema that ${type.name} does not have`);
}

/**
 * Whether the attribute is taken and forgotten: a password that the identity provider makes up has no use here and is
 * neither stored nor logged.
 * @throws ScimError mutability where the profile refuses it instead
 */
export function isForgotten({ name, mutability: kind }: Attribute, profile: Profile): boolean {
  if (kind === 'writeOnly' && !profile.forgetsWriteOnly)
    throw mutability(`"${name}" is not supported: remove it from the mapping`);
  return kind === 'writeOnly';
}

/**
 * @param refuse makes the error for the first required attribute or sub-attribute without a value
 * @throws ScimError
 */
export function requireAttributes(document: Document, type: ResourceType, refuse: (name: string) => ScimError): void {
  requireIn(document, type.attributes, (name) => refuse(`"${name}"`));
  for (const { id, attributes } of type.extensions) {
    const values = document[id] as Document | undefined;
    if (values) requireIn(values, attributes, (name) => refuse(`"${name}" of ${id}`));
  }
}

function requireIn(values: Document, attributes: readonly Attribute[], refuse: (name: string) => ScimError): void {
  for (const { name, required, subAttributes } of attributes) {
    const value = values[name];
    if (required && isUnassigned(value)) throw refuse(name);
    if (!subAttributes) continue;
    for (const element of Array.isArray(value) ? value : [value])
      if (isObject(element)) requireIn(element, subAttributes, (sub) => refuse(`${name}.${sub}`));
  }
}
