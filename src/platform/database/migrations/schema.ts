import type { QueryRunner, TableColumnOptions, TableForeignKeyOptions, TableIndexOptions } from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';
import type { ColumnType, ColumnTypes } from '../dialect/dialect.js';

/** A column as migrations declare it, which each database gives a type of its own. */
interface Column extends Pick<TableColumnOptions, 'isPrimary' | 'isNullable' | 'default'> {
  readonly typeOf: (types: ColumnTypes) => ColumnType;
}
export type Index = Omit<TableIndexOptions, 'name'>;
type ForeignKey = (table: string) => TableForeignKeyOptions;

export type Columns = Readonly<Record<string, Column>>;
export interface Declaration {
  readonly columns: Columns;
  /** By name, which is unique in a database. */
  readonly indexes?: Readonly<Record<string, Index>>;
  /** The rows that a row goes with. */
  readonly belongsTo?: readonly ForeignKey[];
}

/** A UUID in its 36-character form. */
export const id: Column = { typeOf: (types) => types.id };
/** Text that people read; never compared in SQL. @param length in characters */
export const label = (length: number): Column => ({ typeOf: (types) => types.label(length) });
/** Text that is compared byte by byte. @param length in bytes */
export const key = (length: number): Column => ({ typeOf: (types) => types.key(length) });
/** JSON as written, of any length. */
export const document: Column = { typeOf: (types) => types.document };
/** Milliseconds since 1970, a version or a sequence. */
export const integer: Column = { typeOf: (types) => types.integer };
/** 0 or 1. */
export const flag: Column = { typeOf: (types) => types.flag };

export const primary = (column: Column): Column => ({ ...column, isPrimary: true });
export const nullable = (column: Column): Column => ({ ...column, isNullable: true });
/** @param value as SQL */
export const defaulting = (column: Column, value: string | number): Column => ({ ...column, default: value });

/** How the primary key of each table begins that holds rows of organizations. */
export const organizationKey = { organizationId: primary(id) };
/** How the columns of each SCIM resource end. */
export const resource = {
  document,
  searchKeys: document,
  version: integer,
  createdAt: integer,
  lastModifiedAt: integer,
};

export const index = (...columnNames: string[]): Index => ({ columnNames });
export const unique = (...columnNames: string[]): Index => ({ columnNames, isUnique: true });

/** @param name ends the name of the constraint @param columns each with the column of the other table that it repeats */
function foreignKey(name: string, other: string, columns: Readonly<Record<string, string>>): ForeignKey {
  return (table) => ({
    name: `${table}_fk_${name}`,
    columnNames: Object.keys(columns),
    referencedTableName: other,
    referencedColumnNames: Object.values(columns),
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  });
}

/** A row of another table that is of the same organization. @param column that repeats its id */
export const sibling = (name: string, other: string, column: string): ForeignKey =>
  foreignKey(name, other, { organizationId: 'organizationId', [column]: 'id' });

export const organization = foreignKey('organization', 'organizations', { organizationId: 'id' });
export const user = sibling('user', 'users', 'userId');
export const applicationKey = sibling('application_key', 'application_keys', 'keyId');
export const admin = foreignKey('admin', 'admins', { adminId: 'id' });

/** The columns as TypeORM takes them. */
export function columnsOf({ connection }: QueryRunner, columns: Columns): TableColumnOptions[] {
  const types = dialectOfDataSource(connection).columnTypes;
  return Object.entries(columns).map(([name, { typeOf, ...options }]) => {
    const { type, length, ...text } = typeOf(types);
    return { ...text, ...options, name, type: String(type), length: length === undefined ? undefined : String(length) };
  });
}
