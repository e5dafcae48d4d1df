import { Column, type ColumnOptions, ForeignKey, type ValueTransformer } from 'typeorm';
import type { ColumnType, ColumnTypes } from './dialect/dialect.js';

type Options = Pick<ColumnOptions, 'primary' | 'nullable' | 'default'>;

interface Described {
  readonly options: ColumnOptions;
  readonly typeOf: (types: ColumnTypes) => ColumnType;
}

const described: Described[] = [];
let current: ColumnTypes | undefined;

/**
 * Gives the columns of all entities the types of one database: their decorators run before anybody knows which it is. To be
 * called before each `DataSource` is made; entities that are imported afterwards get them too.
 */
export function setColumnTypes(types: ColumnTypes): void {
  current = types;
  for (const { options, typeOf } of described) Object.assign(options, typeOf(types));
}

type Convert = (value: unknown) => unknown;
const same: Convert = (value) => value;

/** Converts values that are there. */
function present(convert: Convert): Convert {
  return (value) => (value === null || value === undefined ? value : convert(value));
}

function column(typeOf: Described['typeOf'], options: Options, from?: Convert, to = same): PropertyDecorator {
  const transformer: ValueTransformer | undefined = from && { from, to: present(to) };
  const own: ColumnOptions = { type: 'varchar', ...options, ...(transformer && { transformer }) };
  if (current) Object.assign(own, typeOf(current));
  described.push({ options: own, typeOf });
  return Column(own);
}

/** A UUID in its 36-character form. */
export const Id = (options: Options = {}) => column((types) => types.id, options);

/** Text that people read; never compared in SQL. @param length in characters */
export const Label = (length: number, options: Options = {}) => column((types) => types.label(length), options);

/** Text that is compared byte by byte. @param length in bytes */
export const Key = (length: number, options: Options = {}) =>
  column((types) => types.key(length), options, present(String));

/** Text of any length, such as JSON that is kept as it was written. */
export const Text = (options: Options = {}) => column((types) => types.document, options);

/** What is read and written as a value, and kept as JSON. @param read makes it of what is kept, which may be null */
export const Json = (options: Options = {}, read: (kept: string | null) => unknown = parsed) =>
  column((types) => types.document, options, read as Convert, JSON.stringify);

function parsed(kept: string | null): unknown {
  return kept === null ? null : JSON.parse(kept);
}

/** Words of a list, none of which holds a comma. @param length of all, in bytes */
export const Words = (length: number, options: Options = {}) =>
  column(
    (types) => types.key(length),
    options,
    present((value) => String(value).split(',').filter(Boolean)),
    String,
  );

/** A whole number. */
export const Integer = (options: Options = {}) => column((types) => types.integer, options, present(Number));

/** A time, in milliseconds since 1970. */
export const Instant = Integer;

/** Yes or no, kept as 1 or 0. */
export const Flag = (options: Options = {}) =>
  column(
    (types) => types.flag,
    options,
    present((value) => Number(value) === 1),
    Number,
  );

/**
 * A foreign key to a table. Rows go with the row that they belong to.
 * @param name of the constraint
 * @param columns each with the column of that table that it repeats
 */
export const BelongsTo = (name: string, table: string, columns: Readonly<Record<string, string>>): ClassDecorator =>
  ForeignKey(table, Object.keys(columns) as [string], Object.values(columns) as [string], {
    name,
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  });

/** The foreign key of tables that belong to an organization. @param table that the entity describes */
export const OfOrganization = (table: string): ClassDecorator =>
  BelongsTo(`${table}_fk_organization`, 'organizations', { organizationId: 'id' });
