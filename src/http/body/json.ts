import { visit } from 'jsonc-parser';
import { invalidSyntax } from '../protocol/scim-error.js';

const MAX_JSON_DEPTH = 32;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON text that can mean one thing only: UTF-8, no name twice in an object, no name that JavaScript gives a
 * meaning, no deep nesting.
 * @throws ScimError invalidSyntax that says which of these it is
 */
export function readJson(bytes: Buffer): unknown {
  const text = decoded(bytes);
  if (text.trim() === '') throw invalidSyntax('The request needs a JSON body');
  const value = parsed(text);
  checkStructure(text);
  return value;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidSyntax('The body is not valid UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidSyntax('The body is not valid JSON');
  }
}

/** JSON.parse keeps the last of several values of one name in silence, so the text is walked once more. */
function checkStructure(text: string): void {
  const names: Set<string>[] = [];
  let depth = 0;
  const enter = () => {
    depth += 1;
    if (depth > MAX_JSON_DEPTH) throw invalidSyntax(`The body is nested deeper than ${MAX_JSON_DEPTH} levels`);
  };
  const leave = () => (depth -= 1);
  visit(
    text,
    {
      onObjectBegin: () => {
        enter();
        names.push(new Set());
      },
      onObjectProperty: (name) => {
        if (FORBIDDEN_NAMES.has(name)) throw invalidSyntax(`The name "${name}" is not allowed in a body`);
        if (names.at(-1)!.has(name)) throw invalidSyntax('The body gives one name twice in the same object');
        names.at(-1)!.add(name);
      },
      onObjectEnd: () => {
        leave();
        names.pop();
      },
      onArrayBegin: enter,
      onArrayEnd: leave,
    },
    { disallowComments: true, allowTrailingComma: false },
  );
}
