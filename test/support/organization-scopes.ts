/**
 * Reads an SQL statement as far as it takes to tell whether each table of an organization that it names has the
 * organization in a condition of its own: in its own SELECT, beside every other condition and not under an OR.
 */

interface Source {
  readonly table: string;
  readonly alias: string;
  /** Whether conditions of its ON are about it alone, as those of an outer join. */
  readonly isOuter: boolean;
  readonly on: readonly Node[];
}

/** A word, a sign, or what stands in brackets. */
type Node = string | readonly Node[];

/** What a name stands for, from the innermost SELECT outwards: whether its organization is known. */
type Known = ReadonlyMap<string, boolean>;

const TOKEN = /'(?:[^']|'')*'|[A-Za-z_][\w.]*|\d[\w.]*|[<>!]=|<>|\|\||\S/g;
const CLAUSE = /^(where|group|order|having|limit|union|except|intersect|for|on|set|values|returning|window)$/i;
const JOIN = /^(join|straight_join)$/i;
const BEFORE_JOIN = /^(left|right|inner|cross|outer|natural)$/i;
const HINT = /^(force|use|ignore|indexed|not)$/i;
const ORGANIZATION = 'organizationId';

/** @param tables of organizations @returns of the tables that the statement names, those whose organization it leaves open */
export function openTables(statement: string, tables: ReadonlySet<string>): string[] {
  const tokens = unquoted(statement).match(TOKEN) ?? [];
  return openIn(nested(tokens), tables, new Map());
}

/** A statement of TypeORM, which quotes each name, as one that is written by hand. */
export function unquoted(statement: string): string {
  return statement.replace(/[`"](\w+)[`"]/g, '$1');
}

function nested(tokens: string[]): Node[] {
  const stack: Node[][] = [[]];
  for (const token of tokens) {
    if (token === '(') stack.push([]);
    else if (token === ')') stack.at(-2)!.push(stack.pop()!);
    else stack.at(-1)!.push(token);
  }
  return stack[0]!;
}

/** Of one statement or what stands in brackets: each SELECT of a UNION is one of its own. */
function openIn(nodes: readonly Node[], tables: ReadonlySet<string>, outer: Known): string[] {
  return split(nodes, (node) => is(node, /^(union|except|intersect)$/i)).flatMap((part) => {
    if (!isStatement(part)) return part.flatMap((node) => inBrackets(node, tables, outer));
    const { sources, conditions, inserted } = readStatement(part);
    const known = knownOf(sources, conditions, tables, outer);
    const open = sources.filter(({ table, alias }) => tables.has(table) && !known.get(alias)).map(({ table }) => table);
    const insertsOpenly = inserted && tables.has(inserted.table) && !inserted.columns.includes(ORGANIZATION);
    return [
      ...(insertsOpenly ? [inserted.table] : []),
      ...open,
      ...part.flatMap((node) => inBrackets(node, tables, known)),
    ];
  });
}

function inBrackets(node: Node, tables: ReadonlySet<string>, outer: Known): string[] {
  return typeof node === 'string' ? [] : openIn(node, tables, outer);
}

function isStatement([first]: readonly Node[]): boolean {
  return is(first, /^(select|update|delete|insert|replace|with)$/i);
}

function readStatement(nodes: readonly Node[]) {
  const sources: Source[] = [];
  const conditions: Node[][] = [];
  let inserted: { table: string; columns: readonly Node[] } | undefined;
  for (let index = 0; index < nodes.length; index += 1) {
    const node = nodes[index]!;
    if (is(node, /^into$/i)) inserted = { table: String(nodes[index + 1]), columns: list(nodes[index + 2]) };
    else if (is(node, /^update$/i) && !is(nodes[index - 1], /^(key|for)$/i))
      sources.push(...sourcesFrom(nodes, index + 1));
    else if (is(node, /^from$/i)) sources.push(...sourcesFrom(nodes, index + 1));
    else if (is(node, /^where$/i)) conditions.push(clause(nodes, index + 1));
  }
  return { sources, conditions, inserted };
}

/** The tables after FROM or UPDATE, with what they are joined by. */
function sourcesFrom(nodes: readonly Node[], start: number): Source[] {
  const sources: Source[] = [];
  let isOuter = false;
  for (let index = start; index < nodes.length; index += 1) {
    const node = nodes[index]!;
    if (is(node, CLAUSE)) break;
    if (node === ',' || is(node, JOIN)) continue;
    if (is(node, BEFORE_JOIN)) {
      isOuter = is(node, /^(left|right|natural)$/i) || (isOuter && is(node, /^outer$/i));
      continue;
    }
    const end = sourceEnd(nodes, index);
    const [table, ...rest] = nodes.slice(index, end);
    const named = rest.find((word) => typeof word === 'string' && !/^as$/i.test(word));
    const alias = named !== undefined && !is(named, HINT) ? named : table;
    const on = is(nodes[end], /^on$/i) ? clause(nodes, end + 1) : [];
    sources.push({ table: typeof table === 'string' ? table : '', alias: String(alias), isOuter, on });
    index = end - 1 + (on.length > 0 ? on.length + 1 : 0);
    isOuter = false;
  }
  return sources;
}

function sourceEnd(nodes: readonly Node[], start: number): number {
  const end = nodes.findIndex(
    (node, index) => index > start && (node === ',' || is(node, JOIN) || is(node, BEFORE_JOIN) || is(node, CLAUSE)),
  );
  return end === -1 ? nodes.length : end;
}

/** What follows, up to the next clause or join. */
function clause(nodes: readonly Node[], start: number): Node[] {
  const end = nodes.findIndex(
    (node, index) => index >= start && (is(node, CLAUSE) || is(node, JOIN) || is(node, BEFORE_JOIN)),
  );
  return nodes.slice(start, end === -1 ? undefined : end);
}

/** Goes on as long as another table is known to be of the organization of one that is. */
function knownOf(
  sources: readonly Source[],
  conditions: readonly Node[][],
  tables: ReadonlySet<string>,
  outer: Known,
): Known {
  const known = new Map(outer);
  for (const { table, alias } of sources) known.set(alias, !tables.has(table));
  const own = sources.filter(({ table }) => tables.has(table));
  const facts = [
    ...conditions.flatMap((condition) => conjuncts(condition).map((terms) => ({ terms, about: undefined }))),
    ...sources.flatMap(({ on, alias, isOuter }) =>
      conjuncts(on).map((terms) => ({ terms, about: isOuter ? alias : undefined })),
    ),
  ];
  const nameOf = (node: Node | undefined) => {
    if (node === ORGANIZATION) return own.length === 1 ? own[0]!.alias : undefined;
    return typeof node === 'string' && node.endsWith(`.${ORGANIZATION}`)
      ? node.slice(0, -ORGANIZATION.length - 1)
      : undefined;
  };
  const isGiven = (node: Node | undefined) => node === '?' || (typeof node === 'string' && node.startsWith("'"));
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const { terms, about } of facts) {
      const [left, sign, right] = terms;
      const pairs =
        sign === '=' && terms.length === 3
          ? [
              [left, right],
              [right, left],
            ]
          : [];
      if (is(sign, /^in$/i) && list(right).length > 0 && list(right).every((node) => isGiven(node) || node === ','))
        pairs.push([left, '?']);
      for (const [subject, other] of pairs) {
        const name = nameOf(subject);
        if (name === undefined || known.get(name) !== false || (about !== undefined && about !== name)) continue;
        if (!isGiven(other) && !known.get(nameOf(other) ?? '')) continue;
        known.set(name, true);
        isChanged = true;
      }
    }
  }
  return known;
}

/** The conditions that all have to be true; none where one of them is enough. */
function conjuncts(condition: readonly Node[]): (readonly Node[])[] {
  if (condition.some((node) => is(node, /^or$/i))) return [];
  return split(condition, (node) => is(node, /^and$/i)).flatMap((terms) => {
    const [only] = terms;
    return terms.length === 1 && typeof only === 'object' && !isStatement(only) ? conjuncts(only) : [terms];
  });
}

function split(nodes: readonly Node[], isBetween: (node: Node) => boolean): Node[][] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isBetween(node)) parts.push([]);
    else parts.at(-1)!.push(node);
  }
  return parts;
}

function is(node: Node | undefined, pattern: RegExp): boolean {
  return typeof node === 'string' && pattern.test(node);
}

function list(node: Node | undefined): readonly Node[] {
  return typeof node === 'object' ? node : [];
}
