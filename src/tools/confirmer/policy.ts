import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { duration } from '../cli/duration.js';
import { caseKey } from '../../platform/text/case-key.js';
import { ConfirmerMistake } from './faults.js';
import { PolicyFile, wordsOf } from './policy-file.js';

/** Who is confirmed without an admin: whoever every rule that is given allows. */
export interface Policy {
  /** Domains of the proven address, without their subdomains. */
  readonly domains?: ReadonlySet<string>;
  /** Case keys of display names; one of them is enough. */
  readonly groups?: ReadonlySet<string>;
  /** Six words each, with one blank between. */
  readonly fingerprints?: ReadonlySet<string>;
  /** Milliseconds that a key has to have been known. */
  readonly delay?: number;
  readonly maxPerHour?: number;
}

const NOBODY = 'says of nobody who is confirmed: give domains, groups or fingerprints';

/** @throws ConfirmerMistake that lists every mistake at once */
export function readPolicy(file: string): Policy {
  const given = objectIn(file);
  if (typeof given['fingerprints'] === 'string')
    given['fingerprints'] = linesOf(resolve(dirname(file), given['fingerprints']));
  const checked = plainToInstance(PolicyFile, given);
  const mistakes = [...nulls(given), ...mistakesIn(checked)];
  if (!('domains' in given || 'groups' in given || 'fingerprints' in given)) mistakes.push(NOBODY);
  if (mistakes.length > 0) throw new ConfirmerMistake([`The policy ${file} is not right:`, ...mistakes].join('\n  - '));
  const { domains, groups, fingerprints, delay, maxPerHour } = checked;
  return {
    ...(domains && { domains: new Set(domains.map((domain) => domainToASCII(domain))) }),
    ...(groups && { groups: new Set(groups.map(caseKey)) }),
    ...(fingerprints && { fingerprints: new Set(fingerprints.map((words) => wordsOf(words).join(' '))) }),
    ...(delay && { delay: duration(delay) }),
    ...(maxPerHour && { maxPerHour }),
  };
}

function mistakesIn(checked: PolicyFile): string[] {
  return validateSync(checked, { whitelist: true, forbidNonWhitelisted: true }).flatMap(({ property, constraints }) =>
    constraints?.['whitelistValidation']
      ? [`there is no rule ${JSON.stringify(property)}`]
      : Object.values(constraints ?? {}),
  );
}

/** A rule that is there and says nothing is a mistake, not a rule that allows everybody. */
function nulls(given: Record<string, unknown>): string[] {
  return Object.keys(given)
    .filter((name) => given[name] === null)
    .map((name) => `${name} is null: leave the rule out, or say what it allows`);
}

function objectIn(file: string): Record<string, unknown> {
  const text = textOf(file);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new ConfirmerMistake(`The policy ${file} is no JSON: ${(error as Error).message}`);
  }
  throw new ConfirmerMistake(`The policy ${file} has to be a JSON object`);
}

/** Lines of a file without empty ones and those that begin with #. */
function linesOf(file: string): string[] {
  return textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfirmerMistake(`${file} cannot be read: ${(error as Error).message}`);
  }
}
