import type { Sql } from 'sql-template-tag';
import type { Attribute } from '../attributes/attribute.js';
import type { AttributeTarget } from '../attributes/resource-type.js';

/** An expression and how it is compared: as bytes, as a UUID column, or as a number. */
export interface Operand {
  readonly expression: Sql;
  readonly form: 'text' | 'id' | 'number';
  /** A condition for equality that indexes serve better than one on the expression. */
  equals?(value: string): Sql;
}

/** A single value that has an expression of its own. */
export interface ColumnStorage extends Operand {
  readonly kind: 'column';
  /** True when every resource has a value. */
  readonly always?: boolean;
  /** True when no two resources of an organization have the same. */
  readonly unique?: boolean;
  /** True when an index finds the few resources that have a value. */
  readonly isSelective?: boolean;
  /** The index, after `organizationId`, that has the rows in its order. */
  readonly index?: string;
}

/** Values that are rows of a table. */
export interface ChildRows {
  readonly kind: 'rows';
  /** True when an index finds the few resources that have a row of a value. */
  readonly isSelective?: boolean;
  /** Where the rows are; absent: in the document. */
  readonly table?: string;
  /** TRUE where the resource has a row that satisfies the condition. */
  within(condition: Sql): Sql;
  /** A sub-attribute in that condition (absent: the value itself); undefined when it cannot be compared. */
  operand(subAttribute?: Attribute): Operand | undefined;
  /** The expression's value in the primary row, else in the first one; absent where there is no such order. */
  first?(expression: Sql): Sql;
}

export type AttributeStorage = ColumnStorage | ChildRows;

/** Where the attributes of a resource type are found in SQL, for one organization. */
export interface Storage {
  /** The JSON document of comparable values, for attributes that have no storage of their own. */
  readonly document: Sql;
  storageOf(target: AttributeTarget): AttributeStorage | undefined;
}
