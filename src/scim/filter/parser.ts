import type { AttrPath } from '../attributes/resource-type.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { CompareOp, CompValue, Filter } from './ast.js';
import { parseAttrPath } from './attr-path.js';
import { type Token, tokenize } from './tokenizer.js';

export const MAX_FILTER_LENGTH = 8_192;
export const MAX_FILTER_DEPTH = 20;
export const MAX_FILTER_TERMS = 200;

/** Characters of a filter that an error text shows. */
const MAX_SHOWN = 80;
const COMPARE_OPS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const LITERALS: ReadonlyMap<string, CompValue> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Parses a filter of RFC 7644 §3.4.2.2: one method a grammar rule. Operators and attribute names have no case; `and`
 * binds tighter than `or`. Also reads `emails[type eq "work"].value eq "x"`, which Entra ID sends, as a condition on
 * the same element.
 * @throws ScimError invalidFilter, also for texts beyond the limits on length, depth and terms
 */
export function parseFilter(text: string): Filter {
  if (text.length > MAX_FILTER_LENGTH) throw invalidFilter(`The filter is longer than ${MAX_FILTER_LENGTH} characters`);
  const parser = new FilterParser(tokenize(text));
  const filter = parser.filter();
  parser.end();
  return filter;
}

export class FilterParser {
  private index = 0;
  private depth = 0;
  private terms = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** `FILTER = attrExp / logExp / valuePath / *1"not" "(" FILTER ")"` */
  filter(): Filter {
    return this.nested(() => this.joined('or', () => this.joined('and', () => this.term())));
  }

  end(): void {
    if (this.next.kind !== 'end') throw this.unexpected('the end of the filter, "and" or "or"');
  }

  get next(): Token {
    return this.tokens[this.index]!;
  }

  take(): Token {
    const token = this.next;
    this.index += 1;
    return token;
  }

  expect(kind: Token['kind'], what: string): Token {
    if (this.next.kind !== kind) throw this.unexpected(what);
    return this.take();
  }

  /** `valuePath = attrPath "[" valFilter "]"`, from the bracket on. */
  valFilter(): Filter {
    this.expect('[', '"["');
    const filter = this.filter();
    this.expect(']', '"]"');
    return filter;
  }

  unexpected(wanted: string) {
    const { kind, text, position } = this.next;
    const what = kind === 'invalid' && text !== '' ? text : `Expected ${wanted}`;
    const before = this.before();
    return invalidFilter(`${what} at position ${position}${before === '' ? '' : `, after: ${before}`}`);
  }

  /** What was read already, without its values: names, operators and brackets. */
  private before(): string {
    const read = this.tokens.slice(0, this.index).map(({ kind, text, spaced }) => {
      const shown = kind === 'string' ? '"…"' : kind === 'number' ? '…' : text;
      return spaced ? ` ${shown}` : shown;
    });
    return read.join('').trim().slice(-MAX_SHOWN);
  }

  private joined(kind: 'and' | 'or', operand: () => Filter): Filter {
    const terms = [operand()];
    while (this.isWord(kind)) {
      this.take();
      terms.push(operand());
    }
    return terms.length === 1 ? terms[0]! : { kind, terms };
  }

  private term(): Filter {
    this.terms += 1;
    if (this.terms > MAX_FILTER_TERMS) throw invalidFilter(`The filter has more than ${MAX_FILTER_TERMS} conditions`);
    if (this.isWord('not')) {
      this.take();
      return { kind: 'not', filter: this.grouped('"(" after "not"') };
    }
    return this.next.kind === '(' ? this.grouped('"("') : this.attrExp();
  }

  private grouped(what: string): Filter {
    this.expect('(', what);
    const filter = this.filter();
    this.expect(')', '")"');
    return filter;
  }

  /** `attrExp = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)`, or a valuePath. */
  private attrExp(): Filter {
    const attrPath = this.attrPath();
    if (this.next.kind === '[') return this.valuePath(attrPath);
    return this.condition(attrPath);
  }

  private valuePath(attrPath: AttrPath): Filter {
    if (attrPath.subAttribute !== undefined) throw this.unexpected('an operator');
    const filter = this.valFilter();
    const follows = this.next;
    if (follows.kind !== 'word' || follows.spaced || !follows.text.startsWith('.'))
      return { kind: 'valuePath', attrPath, filter };
    this.take();
    const subAttribute = parseAttrPath(follows.text.slice(1));
    if (!subAttribute || subAttribute.schema !== undefined || subAttribute.subAttribute !== undefined)
      throw this.unexpected('a sub-attribute');
    return { kind: 'valuePath', attrPath, filter: { kind: 'and', terms: [filter, this.condition(subAttribute)] } };
  }

  private condition(attrPath: AttrPath): Filter {
    const operator = this.next.text.toLowerCase();
    if (this.next.kind !== 'word' || (operator !== 'pr' && !COMPARE_OPS.has(operator)))
      throw this.unexpected('one of the operators eq, ne, co, sw, ew, gt, ge, lt, le and pr');
    this.take();
    if (operator === 'pr') return { kind: 'presence', attrPath };
    return { kind: 'comparison', attrPath, compareOp: operator as CompareOp, compValue: this.compValue() };
  }

  private compValue(): CompValue {
    const token = this.next;
    const wanted = 'a string in double quotes, a number, true, false or null';
    if (!token.spaced) throw this.unexpected(`a blank and then ${wanted}`);
    if (token.kind === 'string') return this.take().text;
    if (token.kind === 'number') return Number(this.take().text);
    const literal = LITERALS.get(token.text.toLowerCase());
    if (literal === undefined) throw this.unexpected(wanted);
    this.take();
    return literal;
  }

  private attrPath(): AttrPath {
    const attrPath = this.next.kind === 'word' ? parseAttrPath(this.next.text) : undefined;
    if (!attrPath) throw this.unexpected('an attribute name');
    this.take();
    return attrPath;
  }

  private isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toLowerCase() === word;
  }

  private nested<T>(rule: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_FILTER_DEPTH)
      throw invalidFilter(`The filter is nested deeper than ${MAX_FILTER_DEPTH} levels`);
    const result = rule();
    this.depth -= 1;
    return result;
  }
}
