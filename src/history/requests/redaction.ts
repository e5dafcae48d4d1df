import { isObject } from '../../scim/attributes/document.js';
import { filterShape } from './filter-shape.js';

/** Longest text of a body that is kept, in bytes. */
export const MAX_BODY = 16_384;

const REDACTED = '[redacted]';
const CUT = '…';
/** Brackets, commas and the signs that things were cut, for each of the levels that a body may have. */
const RESERVE = 512;
const SECRET_NAME = /pass(word|wd|phrase)|secret|token|credential|authorization|cookie|api[-_]?key|private[-_]?key/i;
const SECRET_TEXTS: readonly RegExp[] = [
  /\b(bearer|basic|digest|negotiate|ssws)\s+[\w.~+/:=-]{8,}/gi,
  /\b(?:muster_scim|muster_app|muster_admin|whsec)_[\w+/=-]+/g,
];
/** What JSON Web Tokens may be part of, and how their first part begins. */
const DOTTED = /[\w.-]+/g;
const TOKEN_HEAD = /(?<!\w)eyJ[\w-]{8}/;

/** A text without keys and what else stands in Authorization headers. */
export function redactedText(text: string): string {
  return SECRET_TEXTS.reduce((redacted, secret) => redacted.replace(secret, REDACTED), text).replace(
    DOTTED,
    withoutToken,
  );
}

/** Leaves out a JSON Web Token and what follows it up to the next blank. */
function withoutToken(dotted: string): string {
  const parts = dotted.split('.');
  const first = parts.slice(0, -1).findIndex((part) => TOKEN_HEAD.test(part));
  if (first === -1) return dotted;
  const head = parts[first]!;
  return [...parts.slice(0, first), head.slice(0, head.search(TOKEN_HEAD)) + REDACTED].join('.');
}

/**
 * The JSON text of a body without values of attributes that are secret, without values of filters, and not longer than
 * MAX_BODY: what is beyond is left out, and `…` says where.
 * @param secretNames in lower case
 */
export function redactedBody(body: unknown, secretNames: ReadonlySet<string>): string {
  return JSON.stringify(new Redaction(secretNames).of(body));
}

class Redaction {
  private room = MAX_BODY - RESERVE;

  constructor(private readonly secretNames: ReadonlySet<string>) {}

  of(value: unknown): unknown {
    if (Array.isArray(value)) return this.ofList(value);
    if (isObject(value)) return this.ofObject(value);
    return this.fitting(typeof value === 'string' ? redactedText(value) : value);
  }

  private ofList(list: readonly unknown[]): unknown[] {
    const kept: unknown[] = [];
    this.take(2);
    for (const value of list) {
      if (this.isFull) {
        kept.push(CUT);
        break;
      }
      kept.push(this.of(value));
    }
    return kept;
  }

  private ofObject(object: Record<string, unknown>): object {
    const kept: [string, unknown][] = [];
    this.take(2);
    const path = Object.entries(object).find(([name]) => name.toLowerCase() === 'path')?.[1];
    const isSecret = typeof path === 'string' && this.isSecretPath(path);
    for (const [name, value] of Object.entries(object)) {
      this.take(size(name) + 2);
      if (this.isFull) {
        kept.push([CUT, CUT]);
        break;
      }
      kept.push([name, this.ofValue(name.toLowerCase(), value, isSecret)]);
    }
    return Object.fromEntries(kept);
  }

  private ofValue(name: string, value: unknown, isAtSecretPath: boolean): unknown {
    if (this.isSecretName(name) || (isAtSecretPath && name === 'value')) return this.fitting(REDACTED);
    if (typeof value !== 'string') return this.of(value);
    if (name === 'filter') return this.fitting(filterShape(value) ?? REDACTED);
    if (isAtSecretPath && name === 'path') return this.fitting(value.replace(/\[.*$/s, '[?]'));
    return this.of(value);
  }

  /** `password`, `urn:…:User:password` and `name.password` alike. */
  private isSecretName(name: string): boolean {
    const last = name.slice(name.lastIndexOf(':') + 1);
    return SECRET_NAME.test(last) || last.split('.').some((part) => this.secretNames.has(part));
  }

  /** Also when only its value filter names the attribute. */
  private isSecretPath(path: string): boolean {
    const names = path.toLowerCase().split(/[^\w$-]+/);
    return names.some((name) => SECRET_NAME.test(name) || this.secretNames.has(name));
  }

  private fitting(value: unknown): unknown {
    const fits = size(value) <= this.room;
    this.take(size(value));
    return fits ? value : CUT;
  }

  private take(bytes: number): void {
    this.room -= bytes + 1;
  }

  private get isFull(): boolean {
    return this.room <= 0;
  }
}

function size(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
