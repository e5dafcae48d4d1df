import type { MigrationInterface } from 'typeorm';
import { newTable } from './new-table.js';
import {
  type Declaration,
  id,
  key,
  nullable,
  organization,
  organizationKey,
  primary,
  resource,
  unique,
} from './schema.js';

/** Makes the table of a resource type. @param own columns, indexes and foreign keys beside those that each has */
export function newResourceTable(name: string, own: Declaration): new () => MigrationInterface {
  const { columns, indexes, belongsTo = [] } = own;
  return newTable(name, {
    columns: { ...organizationKey, id: primary(id), ...columns, externalId: nullable(key(1024)), ...resource },
    indexes,
    belongsTo: [organization, ...belongsTo],
  });
}

/** Roles and entitlements are alike. */
export const newGovernedTable = (name: string): new () => MigrationInterface =>
  newResourceTable(name, {
    columns: { displayNameKey: key(1024) },
    indexes: { [`${name}_displayName`]: unique('organizationId', 'displayNameKey') },
  });
