import sql, { join, type Sql } from 'sql-template-tag';
import { invalid } from '../../platform/http/problem.js';

const PATTERN = /^[a-z_]{1,32}\.(?:\*|[a-z_]{1,64})$/;
const MAX_PATTERNS = 20;

/** Reads `user.*,group.members_changed`; undefined stands for all. @throws Problem */
export function readTypes(text: string | undefined): Sql | undefined {
  if (text === undefined) return undefined;
  const patterns = text.split(',');
  if (patterns.length > MAX_PATTERNS || !patterns.every((pattern) => PATTERN.test(pattern)))
    throw invalid(`types has to be at most ${MAX_PATTERNS} types like "group.members_changed" or "user.*"`);
  return isOfTypes(patterns);
}

/** That an event is of one of the types. @param patterns such as `user.*` and `group.members_changed` */
export function isOfTypes(patterns: readonly string[]): Sql {
  return sql`(${join(patterns.map(condition), ' OR ')})`;
}

/** All types of a resource stand between its dot and the character after a dot. */
function condition(pattern: string): Sql {
  if (!pattern.endsWith('*')) return sql`type = ${pattern}`;
  const prefix = pattern.slice(0, -1);
  return sql`(type >= ${prefix} AND type < ${`${prefix.slice(0, -1)}/`})`;
}
