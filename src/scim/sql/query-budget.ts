import type { AttrPath } from '../attributes/resource-type.js';
import { comparisonsIn, type Filter } from '../filter/ast.js';
import type { AttributeSql } from './attribute-sql.js';
import type { FilterSql } from './filter-sql.js';

/** Tells how many values of a list each resource has, on average; in the table with its rows, or the document. */
export type ListLength = (table: string | undefined) => number;

/** A list in a document has to be taken apart, and memberships are looked up, before a value can be compared. */
const LIST_STEPS = 8;

/**
 * How many values a query looks at for each resource: an estimate, made before it runs. A filter that an index answers
 * looks at none.
 */
export class QueryBudget {
  constructor(
    private readonly attributes: AttributeSql,
    private readonly filterSql: FilterSql,
    private readonly lengthOf: ListLength,
  ) {}

  /** Steps of a filter, for each resource that it is tried on. */
  ofFilter(filter: Filter): number {
    switch (filter.kind) {
      case 'and': {
        const steps = filter.terms.map((term) => this.ofFilter(term));
        return steps.includes(0) ? 0 : sum(steps);
      }
      case 'or':
        return sum(filter.terms.map((term) => this.ofFilter(term)));
      case 'not':
        return Math.max(this.ofFilter(filter.filter), comparisonsIn(filter.filter));
      case 'valuePath':
        return this.isIndexed(filter) ? 0 : this.ofValues(filter.attrPath, comparisonsIn(filter.filter));
      default:
        if (this.isIndexed(filter)) return 0;
        return this.isFoundByKey(filter) ? 1 : this.ofPath(filter.attrPath);
    }
  }

  /** Steps of reading one attribute. */
  ofPath(path: AttrPath): number {
    const target = this.attributes.find(path);
    if (!target?.attribute.multiValued) return 1;
    const { isSelective, table } = this.attributes.rows(target);
    return Math.max(isSelective ? 1 : LIST_STEPS, this.lengthOf(table));
  }

  /** Steps of finding a list, and of comparing each of its values so many times. */
  private ofValues(path: AttrPath, comparisons: number): number {
    const target = this.attributes.find(path);
    const length = target?.attribute.multiValued ? this.lengthOf(this.attributes.rows(target).table) : 1;
    return this.ofPath(path) + comparisons * Math.max(1, length);
  }

  /** Whether each resource needs one look-up in a table of values, however many there are. */
  private isFoundByKey(filter: Filter & { attrPath: AttrPath }): boolean {
    const target = this.attributes.find(filter.attrPath);
    return (
      target?.attribute.multiValued === true &&
      this.filterSql.lookUp(filter) !== undefined &&
      this.attributes.rows(target).table !== undefined
    );
  }

  /** What only other resource types have is looked up nowhere. */
  private isIndexed(filter: Filter & { attrPath: AttrPath }): boolean {
    return this.attributes.find(filter.attrPath) !== undefined && this.filterSql.lookUp(filter) === 'indexed';
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
