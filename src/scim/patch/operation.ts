import { refuseMeaningful } from '../attributes/defined.js';
import { isObject } from '../attributes/document.js';
import { Ignored } from '../attributes/ignored.js';
import type { Profile } from '../protocol/profile.js';
import { invalidSyntax, invalidValue, noTarget } from '../protocol/scim-error.js';
import type { PatchOperation } from './patch-operation.js';

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const OF_SCIM_2 = /^urn:ietf:params:scim:/i;
const MAX_OPERATIONS = 2_000;

/**
 * Reads the body of a PATCH.
 * @throws ScimError invalidSyntax when the message is not built as RFC 7644 §3.5.2 says
 */
export function readPatch(body: unknown, profile: Profile, ignored = new Ignored()): PatchOperation[] {
  if (!isObject(body)) throw invalidSyntax('The body must be a JSON object with "schemas" and "Operations"');
  const { found, others } = members(body, ['schemas', 'operations'], profile);
  for (const name of others) ignored.add('PatchOp', name);
  const { schemas, operations } = found;
  if (!isPatch(schemas, profile)) throw invalidSyntax(`"schemas" must list ${PATCH_OP}`);
  if (!Array.isArray(operations) || operations.length === 0)
    throw invalidSyntax('"Operations" must list at least one operation');
  if (operations.length > MAX_OPERATIONS)
    throw invalidSyntax(
      `A PATCH takes at most ${MAX_OPERATIONS} operations: name several values in one, or send several`,
    );
  return operations.map((operation) => readOperation(operation, profile));
}

/** Whether `schemas` say that a message is a PATCH. Those of SCIM 1.1 or of its drafts say nothing. */
function isPatch(given: unknown, profile: Profile): boolean {
  const schemas = profile.takesForeignSchemas && !Array.isArray(given) ? [given ?? []].flat() : given;
  if (!Array.isArray(schemas)) return false;
  if (schemas.includes(PATCH_OP)) return true;
  return profile.takesForeignSchemas && schemas.every((each) => typeof each === 'string' && !OF_SCIM_2.test(each));
}

function readOperation(operation: unknown, profile: Profile): PatchOperation {
  if (!isObject(operation)) throw invalidSyntax('Each operation must be an object with "op", "path" and "value"');
  const { found, others } = members(operation, ['op', 'path', 'value'], profile);
  const { op, path, value } = found;
  const beside = others.length > 0 ? { others } : {};
  const name = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (name !== 'add' && name !== 'remove' && name !== 'replace')
    throw invalidSyntax('"op" must be add, remove or replace');
  if (path !== undefined && path !== null && typeof path !== 'string') throw invalidSyntax('"path" must be text');
  if (name !== 'remove' && value === undefined) throw invalidSyntax(`${name} needs a "value"; null stands for none`);
  if (path) return { op: name, path, value, ...beside };
  if (name === 'remove') throw noTarget('remove needs a path that says what to remove');
  if (!profile.pathOptional) throw invalidSyntax('Each operation needs a path with this key');
  if (!isObject(value)) throw invalidValue('Without a path, "value" must be an object that names attributes');
  return { op: name, value, ...beside };
}

/**
 * Members of a message by their lower-case names, however they are spelled, and the names of others: Entra ID sends
 * `"name": "addMember"` beside `op`.
 */
function members<Name extends string>(
  message: Record<string, unknown>,
  names: readonly Name[],
  profile: Profile,
): { found: Partial<Record<Name, unknown>>; others: string[] } {
  const found: Partial<Record<Name, unknown>> = {};
  const others: string[] = [];
  for (const [key, value] of Object.entries(message)) {
    const name = names.find((candidate) => candidate === key.toLowerCase());
    if (!name && profile.leavesUndefinedOut) {
      refuseMeaningful(key);
      others.push(key);
      continue;
    }
    if (!name) throw invalidSyntax(`A PATCH has no members but ${names.map((known) => `"${known}"`).join(', ')}`);
    if (name in found) throw invalidSyntax(`"${name}" is given more than once`);
    found[name] = value;
  }
  return { found, others };
}
