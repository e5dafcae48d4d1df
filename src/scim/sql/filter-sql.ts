import sql, { join, raw, type Sql } from 'sql-template-tag';
import { isId } from '../../platform/ids/new-id.js';
import { type Attribute, named } from '../attributes/attribute.js';
import { whyNoSubAttribute } from '../attributes/nearest.js';
import { type AttributeTarget, type AttrPath } from '../attributes/resource-type.js';
import { type Comparison, type CompareOp, type Filter, type ValuePath, withinAttribute } from '../filter/ast.js';
import { comparableLiteral, isAssumed } from '../filter/comparable.js';
import { comparedInElement } from '../filter/element-filter.js';
import type { Profile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { AttributeSql } from './attribute-sql.js';
import type { ColumnStorage, Operand, ChildRows } from './storage.js';

const NOTHING = raw('1 = 0');
const EVERYTHING = raw('1 = 1');
const OPERATORS = { gt: raw('>'), ge: raw('>='), lt: raw('<'), le: raw('<='), eq: raw('=') };
/** In a valuePath a name without sub-attribute is that of a sub-attribute. */
type Elements = { readonly attribute: Attribute; readonly rows: ChildRows };

/** By an index, so that other tables can be joined to what is found; or maybe by going over resources until there are enough. */
export type LookUp = 'indexed' | 'walked';

/**
 * Compiles a filter to an SQL condition with bound parameters. A condition is TRUE exactly where the filter matches;
 * it may be NULL where an attribute is absent, so that negation is `IS NOT TRUE`.
 */
export class FilterSql {
  /** @param tolerant whether attributes that the resource type does not have count as unassigned (RFC 7644 §3.4.2.1) */
  constructor(
    private readonly attributes: AttributeSql,
    private readonly profile: Profile,
    private readonly tolerant = false,
  ) {}

  /** @throws ScimError invalidFilter for attributes that do not exist and comparisons that make no sense */
  condition(filter: Filter, elements?: Elements): Sql {
    switch (filter.kind) {
      case 'and':
      case 'or': {
        const terms = filter.terms.map((term) => this.condition(term, elements));
        return join(terms, filter.kind === 'and' ? ' AND ' : ' OR ', '(', ')');
      }
      case 'not':
        return not(this.condition(filter.filter, elements));
      case 'valuePath':
        if (this.isForeign(filter, elements)) return NOTHING;
        return this.valuePath(filter, elements);
      case 'presence':
        if (this.isForeign(filter, elements)) return NOTHING;
        return elements
          ? this.elementPresent(filter.attrPath, elements)
          : this.present(this.attributes.target(filter.attrPath));
      case 'comparison':
        if (filter.compValue !== null && this.isForeign(filter, elements))
          return filter.compareOp === 'ne' ? EVERYTHING : NOTHING;
        return this.comparison(filter, elements);
    }
  }

  /** How the few resources are found that have the one value which decides, if one does. */
  lookUp(filter: Filter, elements?: Elements): LookUp | undefined {
    switch (filter.kind) {
      case 'and': {
        const terms = filter.terms.map((term) => this.lookUp(term, elements));
        return terms.find((term) => term === 'indexed') ?? terms.find((term) => term !== undefined);
      }
      case 'valuePath': {
        const target = this.attributes.target(filter.attrPath);
        if (!target.attribute.multiValued) return this.lookUp(withinAttribute(filter.filter, filter.attrPath));
        return this.lookUp(filter.filter, { attribute: target.attribute, rows: this.attributes.rows(target) });
      }
      case 'comparison': {
        const { attrPath, compareOp, compValue } = filter;
        if (compareOp !== 'eq' || compValue === null) return undefined;
        const target = elements ?? this.attributes.target(attrPath);
        if (!target.attribute.multiValued) return lookUpIn(this.comparedColumn(target).column);
        const compared = elements
          ? named(elements.attribute.subAttributes, attrPath.attribute)
          : this.attributes.compared(target);
        return compared?.name === 'value' ? lookUpIn(elements?.rows ?? this.attributes.rows(target)) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** A value filter on the values of one attribute, as a condition on such a row. */
  elementCondition(filter: Filter, attribute: Attribute): Sql {
    return this.condition(filter, { attribute, rows: this.attributes.rows({ attribute }) });
  }

  /** In a query over several resource types: an attribute that only others have. */
  private isForeign({ attrPath }: { attrPath: AttrPath }, elements: Elements | undefined): boolean {
    return this.tolerant && !elements && !this.attributes.find(attrPath);
  }

  private valuePath({ attrPath, filter }: ValuePath, outer?: Elements): Sql {
    const { attribute, ...target } = this.attributes.target(attrPath);
    if (outer) throw invalidFilter('A value filter cannot stand inside another one');
    if (!attribute.multiValued) {
      if (attribute.type !== 'complex') throw invalidFilter(`"${attribute.name}" has no sub-attributes`);
      const present = this.present({ attribute, ...target });
      return sql`(${present} AND ${this.condition(withinAttribute(filter, attrPath))})`;
    }
    const rows = this.attributes.rows({ attribute, ...target });
    return rows.within(this.condition(filter, { attribute, rows }));
  }

  private comparison({ attrPath, compareOp, compValue }: Comparison, elements?: Elements): Sql {
    if (compValue === null) {
      const present = this.condition({ kind: 'presence', attrPath }, elements);
      if (compareOp === 'eq') return not(present);
      if (compareOp === 'ne') return present;
      throw invalidFilter('null can be compared with eq and ne only');
    }
    const literal = (attribute: Attribute) => comparableLiteral(attribute, compareOp, compValue, this.profile);
    if (elements) {
      const { attribute, operand } = this.elementOperand(attrPath, elements);
      return this.compareIn(operand, attribute, compareOp, literal(attribute));
    }
    const target = this.attributes.target(attrPath);
    if (target.attribute.multiValued) return this.anyValue(target, compareOp, literal);
    const { attribute, column } = this.comparedColumn(target);
    return this.compare(column, compareOp, literal(attribute));
  }

  /** What is compared of a single-valued attribute, and where it is. */
  private comparedColumn(target: AttributeTarget): { attribute: Attribute; column: ColumnStorage } {
    const attribute = this.attributes.compared(target);
    const isSub = attribute !== target.attribute;
    return { attribute, column: this.attributes.single(isSub ? { ...target, subAttribute: attribute } : target) };
  }

  /** RFC 7644 §3.4.2.2: a multi-valued attribute matches if any of its values does. `ne` also matches where it has none. */
  private anyValue(
    target: AttributeTarget,
    compareOp: CompareOp,
    literal: (attribute: Attribute) => string | number,
  ): Sql {
    const rows = this.attributes.rows(target);
    const attribute = this.attributes.compared(target);
    const operand = this.attributes.inRow(rows, target.attribute, attribute);
    const any = rows.within(this.compareIn(operand, attribute, compareOp, literal(attribute)));
    return compareOp === 'ne' ? sql`(${any} OR ${not(rows.within(EVERYTHING))})` : any;
  }

  private present(target: AttributeTarget): Sql {
    const { attribute, subAttribute } = target;
    if (attribute.multiValued) {
      const rows = this.attributes.rows(target);
      if (attribute.type === 'complex' && !subAttribute) return rows.within(EVERYTHING);
      return rows.within(hasValue(this.attributes.inRow(rows, attribute, this.attributes.compared(target))));
    }
    if (attribute.type === 'complex' && !subAttribute)
      return attribute.name === 'meta' ? EVERYTHING : this.attributes.exists(target);
    return hasValue(this.attributes.single(target));
  }

  private elementPresent(attrPath: AttrPath, elements: Elements): Sql {
    return hasValue(this.elementOperand(attrPath, elements).operand);
  }

  private elementOperand({ schema, attribute: name, subAttribute: sub }: AttrPath, { attribute, rows }: Elements) {
    const subAttribute = schema === undefined && sub === undefined ? comparedInElement(attribute, name) : undefined;
    if (!subAttribute) throw invalidFilter(whyNoSubAttribute(attribute, sub ?? name));
    return { attribute: subAttribute, operand: this.attributes.inRow(rows, attribute, subAttribute) };
  }

  /** In the row of an element, which may count as having what it has not. */
  private compareIn(operand: Operand, attribute: Attribute, compareOp: CompareOp, literal: string | number): Sql {
    const condition = this.compare(operand, compareOp, literal);
    if (!isAssumed(attribute, compareOp, literal, this.profile)) return condition;
    return sql`(${condition} OR ${not(hasValue(operand))})`;
  }

  private compare(operand: Operand, compareOp: CompareOp, literal: string | number): Sql {
    if (compareOp === 'ne') return not(this.compare(operand, 'eq', literal));
    if (operand.form === 'id' && compareOp === 'eq') return idCondition(operand, String(literal));
    const left = this.attributes.text(operand);
    switch (compareOp) {
      case 'co':
        return literal === '' ? sql`${left} IS NOT NULL` : sql`INSTR(${left}, ${literal}) > 0`;
      case 'sw':
        return startsWith(left, String(literal));
      case 'ew':
        return literal === '' ? sql`${left} IS NOT NULL` : sql`SUBSTR(${left}, -LENGTH(${literal})) = ${literal}`;
      default:
        return sql`${left} ${OPERATORS[compareOp]} ${literal}`;
    }
  }
}

function lookUpIn({ isSelective }: Pick<ColumnStorage | ChildRows, 'isSelective'>): LookUp {
  return isSelective ? 'indexed' : 'walked';
}

function idCondition({ expression, equals }: Operand, literal: string): Sql {
  if (!isId(literal)) return NOTHING;
  return equals ? equals(literal) : sql`${expression} = ${literal}`;
}

/** Exact where the condition may be NULL. */
function not(condition: Sql): Sql {
  return sql`((${condition}) IS NOT TRUE)`;
}

/** `pr`: "non-empty or non-null" (RFC 7644 §3.4.2.2). */
function hasValue({ expression, form }: Operand): Sql {
  return form === 'number' ? sql`${expression} IS NOT NULL` : sql`${expression} <> ''`;
}

/** A range, so that an index serves it and no character is a wildcard. */
function startsWith(expression: Sql, prefix: string): Sql {
  if (prefix === '') return sql`${expression} IS NOT NULL`;
  const end = successor(prefix);
  return end === undefined
    ? sql`${expression} >= ${prefix}`
    : sql`(${expression} >= ${prefix} AND ${expression} < ${end})`;
}

/** The first text after all that start with the prefix, in the order of code points, which is that of UTF-8 bytes. */
function successor(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.length > 0) {
    const last = points.pop()!;
    if (last < 0x10_ff_ff) return String.fromCodePoint(...points, last === 0xd7_ff ? 0xe0_00 : last + 1);
  }
  return undefined;
}
