import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../../database/dialect/dialect.js';
import { type Attribute, named } from '../attributes/attribute.js';
import { type AttributeTarget, type AttrPath, documentPath, type ResourceType } from '../attributes/resource-type.js';
import type { Profile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { Comparison, CompareOp, Filter, ValuePath } from './ast.js';
import { comparableLiteral } from './comparable.js';
import type { Operand, RowsPlace, Storage } from './storage.js';

const NOTHING = raw('1 = 0');
const EVERYTHING = raw('1 = 1');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OPERATORS = { gt: raw('>'), ge: raw('>='), lt: raw('<'), le: raw('<='), eq: raw('=') };
/** In a valuePath a name without sub-attribute is that of a sub-attribute. */
type Elements = { readonly attribute: Attribute; readonly rows: RowsPlace };

/**
 * Compiles a filter to an SQL condition with bound parameters. A condition is TRUE exactly where the filter matches;
 * it may be NULL where an attribute is absent, so that negation is `IS NOT TRUE`.
 */
export class SqlCompiler {
  constructor(
    private readonly resourceType: ResourceType,
    private readonly storage: Storage,
    private readonly dialect: Dialect,
    private readonly profile: Profile,
  ) {}

  /** @throws ScimError invalidFilter for attributes that do not exist and comparisons that make no sense */
  compile(filter: Filter): Sql {
    return this.condition(filter);
  }

  /** A value filter on the values of one attribute, as a condition on such a row. */
  compileElements(filter: Filter, attribute: Attribute): Sql {
    return this.condition(filter, { attribute, rows: this.rows({ attribute }) });
  }

  private condition(filter: Filter, elements?: Elements): Sql {
    switch (filter.kind) {
      case 'and':
      case 'or': {
        const terms = filter.terms.map((term) => this.condition(term, elements));
        return join(terms, filter.kind === 'and' ? ' AND ' : ' OR ', '(', ')');
      }
      case 'not':
        return not(this.condition(filter.filter, elements));
      case 'valuePath':
        return this.valuePath(filter, elements);
      case 'presence':
        return elements ? this.elementPresent(filter.attrPath, elements) : this.present(this.target(filter.attrPath));
      case 'comparison':
        return this.comparison(filter, elements);
    }
  }

  private valuePath({ attrPath, filter }: ValuePath, outer?: Elements): Sql {
    const { attribute, ...target } = this.target(attrPath);
    if (outer) throw invalidFilter('A value filter cannot stand inside another one');
    if (!attribute.multiValued) throw invalidFilter(`"${attribute.name}" has one value: use "." instead of "[]"`);
    if (attribute.type !== 'complex') throw invalidFilter(`"${attribute.name}" has no sub-attributes to filter by`);
    const rows = this.rows({ attribute, ...target });
    return rows.within(this.condition(filter, { attribute, rows }));
  }

  private comparison({ attrPath, compareOp, compValue }: Comparison, elements?: Elements): Sql {
    if (compValue === null) {
      const present = this.condition({ kind: 'presence', attrPath }, elements);
      if (compareOp === 'eq') return not(present);
      if (compareOp === 'ne') return present;
      throw invalidFilter('null can be compared with eq and ne only');
    }
    if (elements) {
      const { attribute, operand } = this.elementOperand(attrPath, elements);
      return this.compare(operand, compareOp, comparableLiteral(attribute, compareOp, compValue, this.profile));
    }
    const target = this.target(attrPath);
    if (!target.attribute.multiValued) {
      const literal = comparableLiteral(target.subAttribute ?? target.attribute, compareOp, compValue, this.profile);
      return this.compare(this.operand(target), compareOp, literal);
    }
    return this.anyValue(target, compareOp, (attribute) =>
      comparableLiteral(attribute, compareOp, compValue, this.profile),
    );
  }

  /** RFC 7644 §3.4.2.2: a multi-valued attribute matches if any of its values does. `ne` also matches where it has none. */
  private anyValue(
    target: AttributeTarget,
    compareOp: CompareOp,
    literal: (attribute: Attribute) => string | number,
  ): Sql {
    const rows = this.rows(target);
    const attribute = this.compared(target);
    const operand = this.subOperand(rows, target.attribute, attribute);
    const any = rows.within(this.compare(operand, compareOp, literal(attribute)));
    return compareOp === 'ne' ? sql`(${any} OR ${not(rows.within(EVERYTHING))})` : any;
  }

  private present(target: AttributeTarget): Sql {
    const { attribute, subAttribute } = target;
    if (attribute.multiValued) {
      const rows = this.rows(target);
      if (attribute.type === 'complex' && !subAttribute) return rows.within(EVERYTHING);
      return rows.within(hasValue(this.subOperand(rows, attribute, this.compared(target))));
    }
    if (attribute.type === 'complex' && !subAttribute) {
      return attribute.name === 'meta'
        ? EVERYTHING
        : this.dialect.jsonExists(this.storage.document, documentPath(target));
    }
    return hasValue(this.operand(target));
  }

  private elementPresent(attrPath: AttrPath, elements: Elements): Sql {
    return hasValue(this.elementOperand(attrPath, elements).operand);
  }

  private elementOperand({ schema, attribute: name, subAttribute: sub }: AttrPath, { attribute, rows }: Elements) {
    const subAttribute = schema === undefined && sub === undefined ? named(attribute.subAttributes, name) : undefined;
    if (!subAttribute) throw invalidFilter(`"${attribute.name}" has no sub-attribute of the name in its value filter`);
    return { attribute: subAttribute, operand: this.subOperand(rows, attribute, subAttribute) };
  }

  /** `emails` without a sub-attribute means its `value`. */
  private compared({ attribute, subAttribute }: AttributeTarget): Attribute {
    if (subAttribute || attribute.type !== 'complex') return subAttribute ?? attribute;
    const value = named(attribute.subAttributes, 'value');
    if (!value) throw invalidFilter(`"${attribute.name}" is complex: name one of its sub-attributes`);
    return value;
  }

  private subOperand(rows: RowsPlace, parent: Attribute, attribute: Attribute): Operand {
    const operand = attribute.filterable ? rows.operand(attribute === parent ? undefined : attribute) : undefined;
    if (!operand) throw invalidFilter(`"${parent.name}.${attribute.name}" cannot be used in a filter`);
    return operand;
  }

  private target(attrPath: AttrPath): AttributeTarget {
    const target = this.resourceType.find(attrPath);
    if (!target)
      throw invalidFilter(`The filter names an attribute that the schemas of ${this.resourceType.name} do not define`);
    const { attribute, subAttribute } = target;
    if (!attribute.filterable || subAttribute?.filterable === false)
      throw invalidFilter(`"${attribute.name}" cannot be used in a filter`);
    return target;
  }

  private operand(target: AttributeTarget): Operand {
    const place = this.storage.place(target);
    if (place?.kind === 'column') return place;
    const path = documentPath(target);
    const { type } = target.subAttribute ?? target.attribute;
    return documentOperand(this.dialect, this.storage.document, path, type);
  }

  private rows(target: AttributeTarget): RowsPlace {
    const { extension, attribute } = target;
    const place = this.storage.place({ extension, attribute });
    if (place?.kind === 'rows') return place;
    const source = this.dialect.jsonElements(this.storage.document, documentPath({ extension, attribute }), 'element_');
    const element = this.dialect.jsonElement('element_');
    return {
      kind: 'rows',
      within: (condition) => sql`EXISTS (SELECT 1 FROM ${source} WHERE ${condition})`,
      operand: (sub) => documentOperand(this.dialect, element, sub ? [sub.name] : [], (sub ?? attribute).type),
    };
  }

  private compare({ expression, form }: Operand, compareOp: CompareOp, literal: string | number): Sql {
    if (compareOp === 'ne') return not(this.compare({ expression, form }, 'eq', literal));
    if (form === 'id' && compareOp === 'eq')
      return UUID.test(String(literal)) ? sql`${expression} = ${literal}` : NOTHING;
    const left = form === 'id' ? this.dialect.bytes(expression) : expression;
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

function documentOperand(dialect: Dialect, document: Sql, path: string[], type: Attribute['type']): Operand {
  const isNumber = type === 'integer' || type === 'decimal' || type === 'dateTime';
  return isNumber
    ? { expression: dialect.jsonNumber(document, path), form: 'number' }
    : { expression: dialect.jsonValue(document, path), form: 'text' };
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
