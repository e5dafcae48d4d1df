import { type Attribute, named } from './attribute.js';
import { toldPath } from './ignored.js';
import type { AttrPath, ResourceType } from './resource-type.js';

/** An attribute that can be named, and the words by which it may have been meant. */
interface Candidate {
  readonly shown: string;
  readonly keys: readonly string[];
}

const LEAST_PART = 4;

/** Why a path names nothing, with the nearest that exists: for refusals. It repeats names and never a value. */
export function whyUndefined(path: AttrPath, types: readonly ResourceType[]): string {
  const { schema, attribute, subAttribute } = path;
  const given = `"${toldPath([schema, [attribute, subAttribute].filter(Boolean).join('.')].filter((name) => name !== undefined))}"`;
  for (const type of types) {
    const homes = schema === undefined ? type.extensions.filter((each) => named(each.attributes, attribute)) : [];
    const parent = type.find({ schema, attribute })?.attribute ?? named(homes[0]?.attributes, attribute);
    if (homes.length > 1)
      return `${given} is defined in several schemas: write ${homes.map(({ id }) => `"${id}:${attribute}"`).join(' or ')}`;
    if (parent && subAttribute !== undefined) return whyNoSubAttribute(parent, subAttribute);
  }
  const where = types.length === 1 ? `the schemas of ${types[0]!.name}` : 'any schema';
  const nearest = nearestTo(path, types);
  return `${given} is not defined in ${where}: ${nearest ? `did you mean "${nearest}"?` : '/Schemas lists what is'}`;
}

/** Why an attribute has no sub-attribute of a name, and which it has. */
export function whyNoSubAttribute({ name: parent, subAttributes }: Attribute, name: string): string {
  if (!subAttributes) return `"${parent}" has no sub-attributes`;
  return `"${parent}" has no sub-attribute "${toldPath([name])}": it has ${list(subAttributes)}`;
}

/** Why a complex attribute cannot be compared as it stands. */
export function whyComplex({ name, subAttributes = [] }: Attribute): string {
  return `"${name}" is complex: name one of its sub-attributes, ${list(subAttributes)}`;
}

function list(attributes: readonly Attribute[]): string {
  return attributes
    .filter(({ filterable }) => filterable)
    .map(({ name }) => `"${name}"`)
    .join(', ');
}

function nearestTo({ attribute, subAttribute }: AttrPath, types: readonly ResourceType[]): string | undefined {
  const given = [attribute, subAttribute].filter(Boolean).join('.').toLowerCase();
  const found = types
    .flatMap(candidatesOf)
    .map(({ shown, keys }) => ({ shown, distance: Math.min(...keys.map((key) => distance(given, key.toLowerCase()))) }))
    .toSorted((left, right) => left.distance - right.distance)[0];
  return found && found.distance <= Math.max(given.length > LEAST_PART ? 2 : 1, given.length / 3)
    ? found.shown
    : undefined;
}

function candidatesOf({ attributes, extensions }: ResourceType): Candidate[] {
  return [
    ...attributes.flatMap((each) => candidates('', each)),
    ...extensions.flatMap(({ id, attributes: own }) => own.flatMap((each) => candidates(`${id}:`, each))),
  ];
}

function candidates(
  prefix: string,
  { name, filterable, multiValued, subAttributes, lookAlikes }: Attribute,
): Candidate[] {
  if (!filterable) return [];
  const shown = `${prefix}${name}`;
  const subs = (subAttributes ?? []).filter((each) => each.filterable);
  const value = named(subs, 'value');
  return [
    { shown: value ? `${shown}.value` : shown, keys: [name, ...(lookAlikes ?? [])] },
    ...subs.map(({ name: sub }) => ({
      shown: `${shown}.${sub}`,
      keys: multiValued || sub === 'value' ? [`${name}.${sub}`] : [`${name}.${sub}`, sub],
    })),
  ];
}

/** How many characters are to be changed (Levenshtein); one where the one is a part of the other. */
function distance(left: string, right: string): number {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short === long) return 0;
  if (short.length >= LEAST_PART && long.includes(short)) return 1;
  let row = Array.from({ length: short.length + 1 }, (_, index) => index);
  for (const [index, character] of [...long].entries()) {
    const next = [index + 1];
    for (let at = 0; at < short.length; at += 1)
      next.push(Math.min(row[at + 1]! + 1, next[at]! + 1, row[at]! + (short[at] === character ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
