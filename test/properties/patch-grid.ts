import { firstOf, goodFor, type Row, type Shape, type Values, valuesFor } from './patch-rows.js';

/**
 * What every cell of attribute × operation × form of the path × value has to do to a person, as RFC 7644 §3.5.2.1 to
 * §3.5.2.3 and RFC 7643 §2.5 say: what is not named stays, null unassigns what it stands for and nothing else, an add
 * takes nothing away. Written without a look at the server's own code. `REFUSED` is an answer of 400 that changes nothing.
 */
export const REFUSED = Symbol('refused');
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

type Op = 'add' | 'replace' | 'remove';
export type Profile = 'compat' | 'strict';

/** One operation as it is sent, and the attribute's value after it. */
export interface Cell {
  readonly row: Row;
  readonly profile: Profile;
  readonly operation: Values;
  readonly after: unknown;
}

/** Every cell of one attribute. */
export function cellsOf(row: Row, profile: Profile): Cell[] {
  const cells = (['add', 'replace', 'remove'] as const).flatMap((op) => [
    ...valuesFor(row, row.good).flatMap((value) => whole(row, profile, op, value)),
    ...Object.entries(row.subs ?? {}).flatMap(([sub, shape]) =>
      valuesFor(shape, goodFor(row, sub, shape)).flatMap((value) => ofSub(row, profile, op, sub, shape, value)),
    ),
    ...(row.list && row.subs ? valuesFor({ ...row, list: false }, firstOf(row.good)) : []).flatMap((value) =>
      selected(row, profile, op, value),
    ),
  ]);
  const isWhole = ({ operation }: Cell) => operation['op'] === 'remove' || operation['value'] !== undefined;
  return cells.map((cell) => (isWhole(cell) ? cell : { ...cell, after: REFUSED }));
}

/** The attribute itself: by its name, its URN, without a path, and through its extension. */
function whole(row: Row, profile: Profile, op: Op, value: unknown): Cell[] {
  const { name, extension } = row;
  const urn = extension ?? CORE;
  const after = checked(
    row,
    onDefined(row, profile, op, value, true, (given) => attributeAfter(row, row.before, op, given, profile)),
  );
  const cell = (operation: Values, outcome = after): Cell => ({ row, profile, operation, after: outcome });
  const byPath = [`${urn}:${name}`, ...(extension ? [] : [name])].map((path) => cell({ op, path, value }));
  if (value === undefined) return byPath;
  if (op === 'remove') return [...byPath, cell({ op, value: { [name]: value } }, REFUSED)];
  const bare = profile === 'strict' ? REFUSED : after;
  return [
    ...byPath,
    cell({ op, value: { [`${urn}:${name}`]: value } }, bare),
    ...(extension
      ? [
          cell({ op, path: extension, value: { [name]: value } }),
          cell({ op, value: { [extension]: { [name]: value } } }, bare),
        ]
      : [cell({ op, value: { [name]: value } }, bare)]),
  ];
}

/** A sub-attribute: of the one value, of every value, of those that a filter selects, of none. */
function ofSub(row: Row, profile: Profile, op: Op, sub: string, shape: Shape, value: unknown): Cell[] {
  const prefix = row.extension ? `${row.extension}:` : '';
  const cell = (path: string, after: unknown): Cell[] => [
    { row, profile, operation: { op, path, value }, after },
    ...(op === 'remove' || value === undefined
      ? []
      : [{ row, profile, operation: { op, value: { [path]: value } }, after: profile === 'strict' ? REFUSED : after }]),
  ];
  const change = (element: Values) => subAfter(element, row, sub, shape, op, value, profile);
  const path = `${prefix}${row.name}`;
  if (!row.list) return cell(`${path}.${sub}`, checked(row, shape.readOnly ? REFUSED : change(row.before as Values)));
  const before = row.before as Values[];
  const described = created(row, profile, op, value, (given) => ({ [sub]: given }), 'other');
  return [
    ...cell(
      `${path}.${sub}`,
      eachAfter(before, () => true, change),
    ),
    ...cell(`${path}[type eq "work"].${sub}`, eachAfter(before, isWork, change)),
    ...cell(`${path}[type eq "other"].${sub}`, described),
  ];
}

/** Values that a filter selects, and the one that it describes where it selects none. */
function selected(row: Row, profile: Profile, op: Op, value: unknown): Cell[] {
  const prefix = row.extension ? `${row.extension}:` : '';
  const cell = (type: string, after: unknown): Cell => ({
    row,
    profile,
    operation: { op, path: `${prefix}${row.name}[type eq "${type}"]`, value },
    after,
  });
  const change = (element: Values, given: unknown): unknown => {
    if (op === 'remove') return undefined;
    if (isNothing(given)) return op === 'add' ? element : undefined;
    if (typeof given === 'string') return REFUSED;
    if (op === 'add') return merged(row, element, given as Values, op, profile);
    return wholeOf(row, given as Values);
  };
  return [
    cell(
      'work',
      onDefined(row, profile, op, value, op === 'replace', (given) =>
        eachAfter(row.before as Values[], isWork, (element) => change(element, given)),
      ),
    ),
    cell(
      'other',
      onDefined(row, profile, op, value, op === 'replace', (given) =>
        created(row, profile, op, given, (own) => own, 'other'),
      ),
    ),
  ];
}

/**
 * What an operation does with the rest of its value, where a key of the profile compat sends names that no schema defines:
 * refused when nothing is left, or an element without what it is known by.
 */
function onDefined(
  row: Row,
  profile: Profile,
  op: Op,
  value: unknown,
  isWhole: boolean,
  outcome: (value: unknown) => unknown,
): unknown {
  const { subs, list = false } = row;
  if (!subs || profile === 'strict' || op === 'remove') return outcome(value);
  const elementOf = (element: unknown): unknown => {
    if (!isRecord(element) || Object.keys(element).every((name) => subs[name])) return element;
    const known = Object.entries(element).filter(([name]) => subs[name]);
    const filled = known.filter(([, inner]) => !isNothing(inner) && inner !== '').map(([name]) => name);
    const isNeeded = (name: string) => subs[name]!.required === true || (list && name === 'value');
    if (isWhole && Object.keys(subs).some((name) => isNeeded(name) && !filled.includes(name))) return REFUSED;
    return filled.some((name) => name !== 'type' && name !== 'primary') ? Object.fromEntries(known) : REFUSED;
  };
  const defined = Array.isArray(value) ? value.map(elementOf) : elementOf(value);
  return defined === REFUSED || (Array.isArray(defined) && defined.includes(REFUSED)) ? REFUSED : outcome(defined);
}

function created(
  row: Row,
  profile: Profile,
  op: Op,
  value: unknown,
  asElement: (value: unknown) => unknown,
  type: string,
): unknown {
  if (profile === 'strict' && op !== 'add') return REFUSED;
  if (op === 'remove' || isNothing(value)) return row.before;
  const given = asElement(value);
  if (!isRecord(given) || (typeof value === 'string' && !isRecord(asElement('')))) return REFUSED;
  if (Object.values(given).every(isNothing) && !Object.keys(given).some((name) => !row.subs![name]))
    return op === 'add' ? row.before : REFUSED;
  const element = merged(row, { type }, given, 'add', profile);
  return element === REFUSED ? REFUSED : added(row.before as Values[], [element as Values]);
}

function attributeAfter(row: Shape, before: unknown, op: Op, value: unknown, profile: Profile): unknown {
  if (row.list) return listAfter(row, before as unknown[], op, value);
  if (op === 'remove') return undefined;
  if (isNothing(value)) return op === 'add' ? before : undefined;
  if (row.type !== 'complex') return isValid(row, value) ? value : REFUSED;
  const object = value === '' && row.subs!['value'] && profile === 'compat' ? { value } : value;
  if (!isRecord(object)) return REFUSED;
  const own = readable(row, object);
  if (own === REFUSED) return REFUSED;
  const assigned = Object.entries(own).filter(([, inner]) => !isNothing(inner));
  if (assigned.length === 1 && own['value'] === '') return op === 'add' ? before : undefined;
  if (op === 'replace' && profile === 'strict') return wholeOf(row, object);
  return merged(row, before as Values, object, op, profile);
}

/** A complex value that takes the place of the one before. */
function wholeOf(row: Shape, value: Values): unknown {
  const own = readable(row, value);
  if (own === REFUSED) return REFUSED;
  const kept = Object.entries(own).filter(([, inner]) => !isNothing(inner));
  if (kept.length === 0 || kept.some(([name, inner]) => !fits(row.subs![name]!, inner))) return REFUSED;
  return Object.fromEntries(kept);
}

/** What is named changes, the rest stays. */
function merged(row: Shape, element: Values, value: Values, op: Op, profile: Profile): unknown {
  const own = readable(row, value);
  if (own === REFUSED) return REFUSED;
  return Object.entries(own).reduce<unknown>(
    (state, [name, inner]) =>
      state === REFUSED ? REFUSED : subAfter(state as Values, row, name, row.subs![name]!, op, inner, profile),
    element,
  );
}

function subAfter(
  element: Values,
  row: Shape,
  sub: string,
  shape: Shape,
  op: Op,
  value: unknown,
  profile: Profile,
): unknown {
  const { [sub]: before, ...rest } = element;
  if (!row.list && sub === 'value' && value === '' && op !== 'remove') return op === 'add' ? element : undefined;
  const after = attributeAfter(shape, before ?? (shape.list ? [] : undefined), op, value, profile);
  if (after === REFUSED) return REFUSED;
  return isNothing(after) ? rest : { ...rest, [sub]: after };
}

/** Without what is readOnly; refused where it names what the schema does not have, or only what is readOnly. */
function readable(row: Shape, value: Values): Values | typeof REFUSED {
  const names = Object.keys(value);
  if (names.some((name) => !row.subs![name])) return REFUSED;
  const own = names.filter((name) => !row.subs![name]!.readOnly);
  if (names.length > 0 && own.length === 0) return REFUSED;
  return Object.fromEntries(own.map((name) => [name, value[name]]));
}

function listAfter(row: Shape, before: unknown[], op: Op, value: unknown): unknown {
  if (op === 'remove' && value === undefined) return undefined;
  if (op === 'remove' && value === null) return REFUSED;
  if (isNothing(value)) return op === 'replace' ? undefined : before;
  const given: unknown[] = [];
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isNothing(element)) continue;
    if (!row.subs) {
      if (!isValid(row, element)) return REFUSED;
      given.push(element);
      continue;
    }
    if (!isRecord(element)) return REFUSED;
    const own = readable(row, element);
    if (own === REFUSED) return REFUSED;
    const kept = Object.entries(own).filter(([, inner]) => !isNothing(inner));
    if (kept.some(([name, inner]) => !fits(row.subs![name]!, inner))) return REFUSED;
    if (kept.length > 0) given.push(Object.fromEntries(kept));
  }
  if (given.length === 0) return op === 'add' ? before : REFUSED;
  if (op === 'replace') return given;
  if (op === 'add') return added(before, given);
  const isNamed = (element: unknown) => given.some((other) => isSame(element, other) || isAlone(other, element));
  return before.filter((element) => !isNamed(element));
}

function added(before: readonly unknown[], given: readonly unknown[]): unknown[] {
  let list = [...before];
  for (const element of given) {
    const at = list.findIndex((each) => isSame(each, element));
    const merging = at === -1 || !isRecord(element) ? element : union(list[at] as Values, element);
    list = at === -1 ? [...list, merging] : list.with(at, merging);
    if (isPrimary(element)) list = onlyPrimary(list, merging);
  }
  return list;
}

function union(before: Values, given: Values): Values {
  const lists = Object.entries(given).map(([name, inner]) =>
    Array.isArray(inner) && Array.isArray(before[name]) ? [name, added(before[name], inner)] : [name, inner],
  );
  return { ...before, ...Object.fromEntries(lists) };
}

function eachAfter(before: Values[], isChosen: (element: Values) => boolean, change: (element: Values) => unknown) {
  const after = before.map((element) => (isChosen(element) ? change(element) : element));
  if (after.includes(REFUSED)) return REFUSED;
  const promoted = after.filter((element, at) => isPrimary(element) && !isPrimary(before[at]));
  if (promoted.length > 1) return REFUSED;
  const kept = after.filter((element) => isRecord(element) && Object.keys(element).length > 0);
  return promoted[0] ? onlyPrimary(kept, promoted[0]) : kept;
}

function onlyPrimary(list: readonly unknown[], chosen: unknown): unknown[] {
  return list.map((each) => (each !== chosen && isPrimary(each) ? { ...(each as Values), primary: false } : each));
}

/** The outcome of a whole request: what has to have a value has one, and empty values are absent. */
function checked(row: Row, after: unknown): unknown {
  if (after === REFUSED) return REFUSED;
  const isEmpty = isNothing(after) || (isRecord(after) && Object.keys(after).length === 0);
  if (isEmpty) return row.required || row.kept ? REFUSED : undefined;
  if (row.required && after === '') return REFUSED;
  const isWhole = (element: unknown) =>
    Object.entries(row.subs ?? {}).every(([name, { required }]) => !required || (element as Values)[name]);
  return row.list || isWhole(after) ? after : REFUSED;
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);
const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPrimary = (element: unknown) => isRecord(element) && element['primary'] === true;
const isWork = (element: Values) => element['type'] === 'work';
const isSame = (left: unknown, right: unknown) =>
  isRecord(left) && isRecord(right)
    ? (left['value'] === undefined
        ? [...new Set([...Object.keys(left), ...Object.keys(right)])]
        : ['value', 'type']
      ).every((name) => left[name] === right[name])
    : left === right;
const isAlone = (named: unknown, element: unknown) =>
  isRecord(named) &&
  Object.keys(named).length === 1 &&
  'value' in named &&
  named['value'] === (element as Values)['value'];
const fits = (shape: Shape, value: unknown) =>
  shape.list ? Array.isArray(value) && value.every((each) => isValid(shape, each)) : isValid(shape, value);

function isValid({ type }: Shape, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'integer' || type === 'decimal') return typeof value === 'number';
  return typeof value === 'string' && (type !== 'dateTime' || value !== '');
}
