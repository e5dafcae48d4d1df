import type { AttrPath } from '../attributes/resource-type.js';
import { comparisonsIn, type Filter } from '../filter/ast.js';
import type { AttributeSql } from './attribute-sql.js';
import type { FilterSql } from './filter-sql.js';

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
        return this.isIndexed(filter) ? 0 : this.ofPath(filter.attrPath) + comparisonsIn(filter.filter);
      default:
        return this.isIndexed(filter) ? 0 : this.ofPath(filter.attrPath);
    }
  }

  /** Steps of reading one attribute. */
  ofPath(path: AttrPath): number {
    const target = this.attributes.resourceType.find(path);
    return target?.attribute.multiValued && !this.attributes.rows(target).isSelective ? LIST_STEPS : 1;
  }

  /** What only other resource types have is looked up nowhere. */
  private isIndexed(filter: Filter & { attrPath: AttrPath }): boolean {
    return (
      this.attributes.resourceType.find(filter.attrPath) !== undefined && this.filterSql.lookUp(filter) === 'indexed'
    );
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
