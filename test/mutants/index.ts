import { audit } from './audit.js';
import { expiries } from './expiries.js';
import { limits } from './limits.js';
import type { Mutant } from './mutant.js';
import { organizations } from './organizations.js';
import { people } from './people.js';
import { preconditions } from './preconditions.js';
import { uses } from './uses.js';
import { values } from './values.js';

/** By area. */
export const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  audit,
  expiries,
  limits,
  organizations,
  people,
  preconditions,
  uses,
  values,
};

/** @param areas all when there are none @throws where there is no such area */
export function mutantsOf(areas: readonly string[]): readonly Mutant[] {
  const unknown = areas.filter((area) => !Object.hasOwn(MUTANTS, area));
  if (unknown.length > 0)
    throw new Error(`No such area: ${unknown.join(', ')}. There are ${Object.keys(MUTANTS).join(', ')}`);
  return Object.entries(MUTANTS).flatMap(([area, mutants]) =>
    areas.length === 0 || areas.includes(area) ? mutants : [],
  );
}
