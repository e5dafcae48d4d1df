import { Random } from './random.js';

export type Json = Record<string, unknown>;
export type Compare = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** What a filter may name: where its values are, and how they compare. */
export interface Leaf {
  /** As written in a filter. */
  readonly path: string;
  readonly kind: 'text' | 'name' | 'exact' | 'number' | 'time' | 'boolean';
  /** All values of a resource; an element without the sub-attribute counts as undefined. */
  values(resource: Json): unknown[];
  /** What pr and null ask for, where a whole element counts and not only its value (RFC 7644 §3.4.2.2). */
  nodes?(resource: Json): unknown[];
  readonly multiValued: boolean;
  /** What an element without the sub-attribute counts as, where a filter has eq. */
  readonly assumed?: string;
}

export type Tree =
  | { is: 'compare'; leaf: Leaf; op: Compare; value: unknown }
  | { is: 'present'; leaf: Leaf }
  | { is: 'element'; path: string; elements(resource: Json): Json[]; inner: Tree }
  | { is: 'and' | 'or'; terms: Tree[] }
  | { is: 'not'; term: Tree };

const TEXTS = ['a', 'B', 'ab', 'a_b', 'a%b', 'É', 'e', 'straße', 'ss', 'I', 'ı', '"q"', 'b\\', '😀', 'ab ', ' '];
const NUMBERS = [-1, 0, 1, 7, 7.5, 1e6];
const TIMES = ['2020-01-01T00:00:00Z', '2020-01-01T01:00:00+01:00', '2024-02-29T12:30:00.25Z', '2030-12-31T23:59:59Z'];
export const pools = { text: TEXTS, name: TEXTS, exact: TEXTS, number: NUMBERS, time: TIMES, boolean: [true, false] };

const TEXT_OPS: Compare[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const ORDER_OPS: Compare[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const EQUALITY: Compare[] = ['eq', 'ne'];
const ops = {
  text: TEXT_OPS,
  name: TEXT_OPS,
  exact: TEXT_OPS,
  number: ORDER_OPS,
  time: ORDER_OPS,
  boolean: EQUALITY,
};

/** The filter on one attribute that random resources and random filters share. */
export function randomComparison(random: Random, leaf: Leaf): Tree {
  const dice = random.below(10);
  if (dice === 0) return { is: 'present', leaf };
  if (dice === 1) return { is: 'compare', leaf, op: random.pick(['eq', 'ne']), value: null };
  const pool: readonly unknown[] = pools[leaf.kind];
  let value = random.pick(pool);
  if (typeof value === 'string' && leaf.kind !== 'time') {
    if (random.chance(20))
      value = value
        .slice(0, random.below(value.length + 1))
        .toWellFormed()
        .replaceAll('\ufffd', '');
    value = random.recased(value as string);
  }
  return { is: 'compare', leaf, op: random.pick(ops[leaf.kind]), value };
}

/** Written down as RFC 7644 §3.4.2.2 has it, with parentheses where they are needed and sometimes where they are not. */
export function written(random: Random, tree: Tree, inside: 'or' | 'and' = 'or'): string {
  const word = (text: string) => random.recased(text);
  switch (tree.is) {
    case 'present':
      return `${word(tree.leaf.path)} ${word('pr')}`;
    case 'compare':
      return `${word(tree.leaf.path)} ${word(tree.op)} ${JSON.stringify(tree.value)}`;
    case 'element':
      return `${word(tree.path)}[${written(random, tree.inner)}]`;
    case 'not':
      return `${word('not')} (${written(random, tree.term)})`;
    default: {
      const text = tree.terms.map((term) => written(random, term, tree.is)).join(` ${word(tree.is)} `);
      const needed = tree.is === 'or' && inside === 'and';
      return needed || random.chance(20) ? `(${text})` : text;
    }
  }
}

/** What RFC 7644 §3.4.2.2 says of one resource: small and slow, on purpose unlike the server. */
export function matches(tree: Tree, resource: Json): boolean {
  switch (tree.is) {
    case 'and':
      return tree.terms.every((term) => matches(term, resource));
    case 'or':
      return tree.terms.some((term) => matches(term, resource));
    case 'not':
      return !matches(tree.term, resource);
    case 'element':
      return tree.elements(resource).some((element) => matches(tree.inner, element));
    case 'present':
      return nodesOf(tree.leaf, resource).some(isPresent);
    case 'compare':
      if (tree.value === null) return nodesOf(tree.leaf, resource).some(isPresent) === (tree.op === 'ne');
      return compares(tree, tree.leaf.values(resource));
  }
}

function nodesOf({ nodes, values }: Leaf, resource: Json): unknown[] {
  return (nodes ?? values)(resource);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== '';
}

function compares({ leaf, op, value }: Tree & { is: 'compare' }, values: unknown[]): boolean {
  const isTrimmed = leaf.kind === 'name' && EQUALITY.includes(op);
  const wanted = key(leaf, isTrimmed ? String(value).replaceAll(/^ +| +$/g, '') : value);
  if (op === 'ne' && values.length === 0) return true;
  return values.some((each) => {
    if (each === undefined) return op === 'ne' || (op === 'eq' && wanted === leaf.assumed);
    return holds(key(leaf, each), op, wanted);
  });
}

function key({ kind }: Leaf, value: unknown): string | number {
  if (kind === 'time') return Date.parse(value as string);
  if (kind === 'number') return value as number;
  if (kind === 'boolean') return String(value);
  const text = value as string;
  return kind === 'exact' ? text : text.normalize('NFKC').toLowerCase();
}

function holds(left: string | number, op: Compare, right: string | number): boolean {
  const order =
    typeof left === 'number' ? left - (right as number) : Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
  switch (op) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'co':
      return String(left).includes(String(right));
    case 'sw':
      return String(left).startsWith(String(right));
    case 'ew':
      return String(left).endsWith(String(right));
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}
