import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { AttrPath } from '../attributes/resource-type.js';
import { invalidValue } from '../protocol/scim-error.js';
import type { AttributeSql } from './attribute-sql.js';

/** What results are sorted by. */
export interface SortKey {
  readonly expression: Sql;
  /** True when no resource is without. */
  readonly always: boolean;
  /** True when no two resources have the same, so that nothing else is needed for a total order. */
  readonly unique?: boolean;
  /** The index that has the rows in this order. */
  readonly index?: string;
}

/** Where a resource stands in an order. */
export interface Position {
  /** Null where the resource has no value to sort by. */
  readonly key: string | number | null;
  readonly id: string;
}

/**
 * The value that a resource is sorted by: of a multi-valued attribute that of the primary element, else of the first
 * (RFC 7644 §3.4.2.3). Text is compared by case keys where `caseExact` is false.
 * @throws ScimError invalidValue when there is no such order
 */
export function sortKeyOf(attributes: AttributeSql, sortBy: AttrPath): SortKey {
  const target = attributes.target(sortBy);
  const attribute = attributes.compared(target);
  if (attribute.type === 'binary') throw invalidValue(`"${attribute.name}" is binary and has no order`);
  if (!target.attribute.multiValued) {
    const isSub = attribute !== target.attribute;
    const place = attributes.single(isSub ? { ...target, subAttribute: attribute } : target);
    return { ...place, always: place.always ?? false };
  }
  const rows = attributes.rows(target);
  if (!rows.first) throw invalidValue(`Results cannot be sorted by "${target.attribute.name}"`);
  const { expression } = attributes.inRow(rows, target.attribute, attribute);
  return { expression: rows.first(expression), always: false };
}

/** A total order of resources: by the key, those without one last, then by id; all of it turned round when descending. */
export class Order {
  /** @param leading columns that are the same in all rows, so that an index can serve the order */
  constructor(
    private readonly key: SortKey | undefined,
    private readonly descending: boolean,
    private readonly id: Sql = raw('id'),
    private readonly leading: readonly Sql[] = [],
  ) {}

  reversed(): Order {
    return new Order(this.key, !this.descending, this.id, this.leading);
  }

  /** The index that has the rows in the order of the key, when there is one. */
  get index(): string | undefined {
    return this.key?.index;
  }

  /** Orders what a SELECT has found, under an alias. */
  of(alias: string): Order {
    return new Order(this.key, this.descending, raw(`${alias}.id`));
  }

  /** A column of the SELECT, from which positions are read. */
  get column(): Sql {
    return sql`${this.key ? this.key.expression : raw('NULL')} AS sortKey_`;
  }

  /** Follows ORDER BY. */
  get terms(): Sql {
    const missing = this.key && !this.key.always ? [raw('sortKey_ IS NULL')] : [];
    const key = this.key ? [raw('sortKey_')] : [];
    const direction = raw(this.descending ? ' DESC' : ' ASC');
    const id = this.key?.unique ? [] : [this.id];
    return join([...this.leading, ...missing, ...key, ...id].map((term) => sql`${term}${direction}`));
  }

  /** A condition that is true for everything behind a position. */
  behind({ key, id }: Position): Sql {
    const further = raw(this.descending ? '<' : '>');
    const later = sql`${this.id} ${further} ${id}`;
    if (!this.key) return later;
    const { expression, always } = this.key;
    if (this.key.unique) return sql`${expression} ${further} ${key}`;
    const missingComesLater = !always && !this.descending;
    // The attribute belongs to another resource type: resources with a value come before those of types that lack it.
    if (key === null && always) return raw(this.descending ? '1 = 1' : '1 = 0');
    if (key === null) {
      const alsoMissing = sql`(${expression} IS NULL AND ${later})`;
      return missingComesLater ? alsoMissing : sql`(${alsoMissing} OR ${expression} IS NOT NULL)`;
    }
    const present = sql`(${expression} ${further}= ${key} AND (${expression} ${further} ${key} OR ${later}))`;
    return missingComesLater ? sql`(${present} OR ${expression} IS NULL)` : present;
  }
}
