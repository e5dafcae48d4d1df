import sql, { join } from 'sql-template-tag';
import { sha256 } from '../../platform/ids/sha256.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import type { Attribute } from '../attributes/attribute.js';
import { type Document, isObject } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { comparable } from '../filter/comparable.js';
import { uniqueness } from '../protocol/scim-error.js';

interface Owner {
  readonly organizationId: string;
  readonly id: string;
}

interface UniqueValue {
  readonly hash: string;
  readonly urn: string;
}

/**
 * Keeps values of extension attributes unique whose `uniqueness` says so; unique attributes of core schemas have
 * indexed columns of their own.
 * @param before what the resource held, empty for a new one
 * @throws ScimError uniqueness when another resource has one of the values
 */
export async function keepUnique(
  transaction: Transaction,
  type: ResourceType,
  { organizationId, id }: Owner,
  before: Document,
  after: Document,
): Promise<void> {
  const had = uniqueValues(before, type);
  const has = uniqueValues(after, type);
  const gone = [...had.keys()].filter((hash) => !has.has(hash));
  const added = [...has.values()].filter(({ hash }) => !had.has(hash));
  if (gone.length > 0)
    await transaction.execute(sql`
      DELETE FROM unique_values WHERE organizationId = ${organizationId} AND valueHash IN (${join(gone)})`);
  if (added.length === 0) return;
  const rows = added.map(({ hash, urn }) => sql`(${organizationId}, ${hash}, ${urn}, ${id})`);
  try {
    await transaction.execute(
      sql`INSERT INTO unique_values (organizationId, valueHash, urnKey, resourceId) VALUES ${join(rows)}`,
    );
  } catch (error) {
    if (!(error instanceof UniqueViolationError)) throw error;
    throw uniqueness(`Another ${type.name} has the same value of an attribute of ${added[0]!.urn} that is unique`);
  }
}

/** Lets go of the values of a schema that is no longer registered. */
export async function forgetUnique(transaction: Transaction, organizationId: string, urn: string): Promise<void> {
  await transaction.execute(sql`
    DELETE FROM unique_values WHERE organizationId = ${organizationId} AND urnKey = ${urn.toLowerCase()}`);
}

/** By the hash of resource type, attribute and comparable value. */
function uniqueValues(document: Document, type: ResourceType): Map<string, UniqueValue> {
  const found = new Map<string, UniqueValue>();
  for (const { id, attributes } of type.extensions) {
    const add = (path: string, attribute: Attribute, value: unknown) => {
      const key = comparable(attribute, value);
      const hash = sha256(JSON.stringify([type.name, id.toLowerCase(), path, key]));
      const entry = { hash, urn: id.toLowerCase() };
      if (key !== undefined) found.set(entry.hash, entry);
    };
    const values = document[id];
    if (isObject(values)) eachUnique(values, attributes, '', add);
  }
  return found;
}

function eachUnique(
  values: Document,
  attributes: readonly Attribute[],
  parent: string,
  add: (path: string, attribute: Attribute, value: unknown) => void,
): void {
  for (const attribute of attributes) {
    const { name, uniqueness: kind, subAttributes } = attribute;
    for (const value of [values[name] ?? []].flat()) {
      if (subAttributes && isObject(value)) eachUnique(value, subAttributes, `${parent}${name}.`, add);
      else if (kind !== 'none') add(`${parent}${name}`, attribute, value);
    }
  }
}
