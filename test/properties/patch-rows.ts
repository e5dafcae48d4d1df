/** Attributes of every type, and the values that a PATCH may bring them. */

export type Values = Record<string, unknown>;
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const BADGES = 'urn:example:params:scim:schemas:extension:badges:2.0:User';

export interface Shape {
  readonly type: 'text' | 'boolean' | 'integer' | 'decimal' | 'dateTime' | 'binary' | 'complex';
  readonly list?: boolean;
  readonly required?: boolean;
  /** It may not be left out, though no schema says that it is required. */
  readonly kept?: boolean;
  readonly readOnly?: boolean;
  readonly subs?: Readonly<Record<string, Shape>>;
}

/** An attribute in its place, what it has before and what else it may be given. */
export interface Row extends Shape {
  readonly name: string;
  readonly extension?: string;
  readonly before: unknown;
  readonly good: unknown;
}

const text: Shape = { type: 'text' };
const manager = { value: text, $ref: text, displayName: { ...text, readOnly: true } };
const nameParts = { formatted: text, familyName: text, givenName: text, middleName: text };
const plural = { value: text, display: text, type: text, primary: { type: 'boolean' } as Shape };
const address = { streetAddress: text, locality: text, country: text, type: text, primary: plural.primary };
const badge = { number: { ...text, required: true }, color: text, level: { type: 'integer' } as Shape };
const card = { ...plural, tags: { ...text, list: true } };
const inBadges = { extension: BADGES } as const;

export const rows: readonly Row[] = [
  { name: 'userName', ...text, required: true, before: 'grid@example.com', good: 'other-grid@example.com' },
  { name: 'title', ...text, before: 'Engineer', good: 'Tester' },
  { name: 'externalId', ...text, before: 'e-1', good: 'e-2' },
  { name: 'profileUrl', ...text, before: 'https://x.example/a', good: 'https://x.example/b' },
  { name: 'active', type: 'boolean', kept: true, before: true, good: true },
  { name: 'department', extension: ENTERPRISE, ...text, before: 'R&D', good: 'Sales' },
  { name: 'flag', ...inBadges, type: 'boolean', before: true, good: false },
  { name: 'count', ...inBadges, type: 'integer', before: 1, good: 0 },
  { name: 'ratio', ...inBadges, type: 'decimal', before: 0.5, good: 0 },
  { name: 'since', ...inBadges, type: 'dateTime', before: '2026-01-31T08:00:00Z', good: '2027-01-31T08:00:00Z' },
  { name: 'link', ...inBadges, ...text, before: 'https://x.example/a', good: '/b' },
  { name: 'blob', ...inBadges, type: 'binary', before: 'QUJD', good: 'QUI=' },
  { name: 'tags', ...inBadges, ...text, list: true, before: ['a', 'b'], good: ['b', 'c'] },
  {
    name: 'name',
    type: 'complex',
    subs: nameParts,
    before: { givenName: 'Ada', familyName: 'Byron' },
    good: { middleName: 'King', familyName: 'Lovelace' },
  },
  {
    name: 'manager',
    extension: ENTERPRISE,
    type: 'complex',
    subs: manager,
    before: { value: 'm-1', $ref: '../Users/m-1' },
    good: { value: 'm-2' },
  },
  {
    name: 'badge',
    ...inBadges,
    type: 'complex',
    subs: badge,
    before: { number: '7', color: 'red' },
    good: { number: '8', level: 0 },
  },
  {
    name: 'phoneNumbers',
    type: 'complex',
    list: true,
    subs: plural,
    before: [
      { value: '555-1', type: 'work', primary: true },
      { value: '555-2', type: 'home', display: 'Home' },
    ],
    good: [{ value: '555-3', type: 'work', primary: true }],
  },
  {
    name: 'addresses',
    type: 'complex',
    list: true,
    subs: address,
    before: [{ type: 'work', locality: 'Oslo', country: 'NO', primary: true }],
    good: [{ type: 'home', locality: 'Kyoto' }],
  },
  {
    name: 'cards',
    ...inBadges,
    type: 'complex',
    list: true,
    subs: card,
    before: [{ value: 'c-1', type: 'work', tags: ['a'] }],
    good: [{ value: 'c-1', type: 'work', tags: ['b'] }],
  },
];

export const firstOf = (value: unknown) => (value as unknown[])[0];

/** A value for a sub-attribute. */
export function goodFor({ good }: Row, sub: string, shape: Shape): unknown {
  const element = Array.isArray(good) ? good[0] : good;
  return (element as Values)[sub] ?? { text: 'x', boolean: false, integer: 3 }[shape.type as 'text'];
}

/** The empty values, and those that are mixed with them. */
export function valuesFor(shape: Shape, good: unknown): unknown[] {
  const simple = [undefined, null, {}, [], '', [null], [{}], good];
  if (!shape.subs) return simple;
  const [first, second] = Object.keys(shape.subs);
  const objects: Values[] = [
    { [first!]: null },
    { [second!]: null, [first!]: 'x' },
    { [first!]: '' },
    { [first!]: [] },
    { unknownName: 'x', [first!]: 'x' },
    { unknownName: null },
    ...('displayName' in shape.subs
      ? [
          { displayName: 'Boss' },
          { displayName: 'Boss', value: 'm-3' },
          { displayName: 'Boss', value: '' },
          { displayName: null },
        ]
      : []),
    ...('primary' in shape.subs
      ? [
          { ...(firstOf([good].flat()) as Values), primary: true },
          { ...(firstOf([good].flat()) as Values), primary: null },
        ]
      : []),
  ];
  return shape.list ? [...simple, ...objects, ...objects.map((object) => [object])] : [...simple, ...objects];
}
