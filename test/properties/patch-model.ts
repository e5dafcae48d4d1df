/**
 * What RFC 7644 §3.5.2 says of a PATCH, for a few attributes: small and slow, and written without a look at the server's
 * own code. `undefined` stands for an answer of 400.
 */
export type Element = Record<string, unknown>;
export interface Person {
  title?: string;
  nickName?: string;
  name?: Record<string, string>;
  emails?: Element[];
  enterprise?: Record<string, string>;
}

export type Target =
  | { at: 'title' | 'nickName' }
  | { at: 'name' }
  | { at: 'name.part'; part: string }
  | { at: 'enterprise'; part: string }
  | { at: 'emails' }
  | { at: 'emails.each'; sub: string }
  | { at: 'emails.some'; type: string; sub?: string };

export interface Change {
  op: 'add' | 'remove' | 'replace';
  target: Target;
  value?: unknown;
}

export function applied(person: Person, changes: readonly Change[]): Person | undefined {
  let state: Person | undefined = person;
  for (const change of changes) state = state && tidy(apply(state, change));
  return state;
}

function apply(person: Person, { op, target, value }: Change): Person | undefined {
  switch (target.at) {
    case 'title':
    case 'nickName':
      return { ...person, [target.at]: op === 'remove' ? undefined : (value as string) };
    case 'name':
      if (op === 'remove') return { ...person, name: undefined };
      return { ...person, name: { ...person.name, ...(value as Record<string, string>) } };
    case 'name.part':
      return { ...person, name: withPart(person.name, target.part, op, value) };
    case 'enterprise':
      return { ...person, enterprise: withPart(person.enterprise, target.part, op, value) };
    default: {
      const emails = emailsAfter(person.emails ?? [], op, target, value);
      return emails && { ...person, emails };
    }
  }
}

function withPart(values: Record<string, string> | undefined, part: string, op: string, value: unknown) {
  const { [part]: _gone, ...rest } = values ?? {};
  return op === 'remove' ? rest : { ...rest, [part]: value as string };
}

function emailsAfter(
  emails: Element[],
  op: Change['op'],
  target: Target & { at: `emails${string}` },
  value: unknown,
): Element[] | undefined {
  if (target.at === 'emails') {
    if (op === 'remove' && value === undefined) return [];
    const given = distinct(value as Element[]);
    if (given.filter(isPrimary).length > 1) return undefined;
    if (op === 'replace') return given;
    if (op === 'add') return given.reduce(added, emails);
    return emails.filter((email) => !given.some((each) => same(each, email) || isAlone(each, email)));
  }
  const chosen = (email: Element) => target.at === 'emails.each' || isOf(email, target.type.toLowerCase(), emails);
  const sub = target.sub;
  if (target.at === 'emails.each' && emails.length === 0) return op === 'remove' ? [] : [{ [sub!]: value }];
  if (!emails.some(chosen)) {
    if (op === 'remove') return emails;
    const described = { type: (target as { type: string }).type, ...(sub ? { [sub]: value } : (value as Element)) };
    return added(emails, described);
  }
  const after = emails.map((email) => {
    if (!chosen(email)) return email;
    if (sub) return op === 'remove' ? without(email, sub) : { ...email, [sub]: value };
    if (op === 'remove') return {};
    return op === 'add' ? { ...email, ...(value as Element) } : (value as Element);
  });
  const promoted = after.filter((email, index) => isPrimary(email) && !isPrimary(emails[index]!));
  if (promoted.length > 1) return undefined;
  return united(promoted[0] ? onlyPrimary(after, promoted[0]) : after);
}

/** Where none is of the type work, those without a type are. */
function isOf(email: Element, type: string, emails: Element[]): boolean {
  const isTyped = emails.some((each) => lower(each['type']) === type);
  return isTyped || type !== 'work' ? lower(email['type']) === type : !email['type'];
}

/** Equal elements are one, which has what each of them has; the first says how it is written. */
function united(emails: Element[]): Element[] {
  const one: Element[] = [];
  for (const email of emails.filter((each) => Object.keys(each).length > 0)) {
    const at = one.findIndex((each) => same(each, email));
    if (at === -1) one.push(email);
    else one[at] = { ...email, ...one[at], ...(isPrimary(email) && { primary: true }) };
  }
  return one;
}

function added(emails: Element[], email: Element): Element[] {
  const index = emails.findIndex((each) => same(each, email));
  const merged = index === -1 ? email : { ...emails[index], ...email };
  const after = index === -1 ? [...emails, merged] : emails.map((each, at) => (at === index ? merged : each));
  return isPrimary(email) ? onlyPrimary(after, merged) : after;
}

function onlyPrimary(emails: Element[], chosen: Element): Element[] {
  return emails.map((email) => (email !== chosen && isPrimary(email) ? { ...email, primary: false } : email));
}

function distinct(emails: Element[]): Element[] {
  return emails.filter((email, index) => emails.findIndex((each) => same(each, email)) === index);
}

const isPrimary = (email: Element) => email['primary'] === true;
const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
/** Type and value name an element (RFC 7643 §2.4); one without a value is the same only as a whole. */
const same = (left: Element, right: Element) =>
  (left['value'] === undefined ? ['value', 'type', 'display', 'primary'] : ['value', 'type']).every(
    (name) => lower(left[name]) === lower(right[name]),
  );
const isAlone = (named: Element, email: Element) =>
  Object.keys(named).length === 1 && 'value' in named && named['value'] === email['value'];
const without = (email: Element, sub: string) =>
  Object.fromEntries(Object.entries(email).filter(([name]) => name !== sub));

/** Absent, empty and null are one state (RFC 7643 §2.5). */
function tidy(person: Person | undefined): Person | undefined {
  if (!person) return undefined;
  const emails = person.emails?.filter((email) => Object.keys(email).length > 0);
  const kept = Object.entries({ ...person, emails }).filter(
    ([, value]) => value !== undefined && (typeof value === 'string' || Object.keys(value).length > 0),
  );
  return Object.fromEntries(kept);
}
