import { visit } from 'jsonc-parser';
import { badBody, Problem } from '../problem.js';

const MAX_JSON_DEPTH = 32;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON text that can mean one thing only: UTF-8, no name twice in an object, no name that JavaScript gives a
 * meaning, no deep nesting. All of this is checked before any value is built.
 * @param maxValues how many values the text may have, objects and lists among them
 * @returns undefined for a text that is empty or blank
 * @throws Problem 400 that says which of these it is, 413 for too many values
 */
export function readJson(bytes: Buffer, maxValues: number): unknown {
  const text = decoded(bytes);
  if (text.trim() === '') return undefined;
  checkStructure(text, maxValues);
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badBody('The body is not valid UTF-8');
  }
}

/** Walks the text once, without keeping what it reads. It stops at the first fault, so its recursion has a bound. */
function checkStructure(text: string, maxValues: number): void {
  const names: Set<string>[] = [];
  let depth = 0;
  let values = 0;
  const count = () => {
    values += 1;
    if (values > maxValues)
      throw new Problem(413, 'refused', `The body has more than ${maxValues} values: send less in one request`);
  };
  const enter = () => {
    count();
    depth += 1;
    if (depth > MAX_JSON_DEPTH) throw badBody(`The body is nested deeper than ${MAX_JSON_DEPTH} levels`);
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
        if (FORBIDDEN_NAMES.has(name)) throw badBody(`The name "${name}" is not allowed in a body`);
        if (names.at(-1)!.has(name)) throw badBody('The body gives one name twice in the same object');
        names.at(-1)!.add(name);
      },
      onObjectEnd: () => {
        leave();
        names.pop();
      },
      onArrayBegin: enter,
      onArrayEnd: leave,
      onLiteralValue: count,
      onError: () => {
        throw notJson();
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
}

function notJson(): Problem {
  return badBody('The body is not valid JSON');
}
