import sql, { type Sql } from 'sql-template-tag';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import { type Attribute, named } from '../attributes/attribute.js';
import { whyComplex, whyUndefined } from '../attributes/nearest.js';
import { type AttributeTarget, type AttrPath, documentPath, type ResourceType } from '../attributes/resource-type.js';
import type { Profile } from '../protocol/profile.js';
import type { ScimError } from '../protocol/scim-error.js';
import type { ColumnStorage, Operand, ChildRows, Storage } from './storage.js';

/** Finds attributes of one resource type in SQL, for filters and for sorting. */
export class AttributeSql {
  /** @param refuse makes the error for what cannot be found */
  constructor(
    private readonly resourceType: ResourceType,
    private readonly storage: Storage,
    private readonly dialect: Dialect,
    private readonly profile: Profile,
    private readonly refuse: (detail: string) => ScimError,
  ) {}

  /** What a path names, if anything. */
  find(attrPath: AttrPath): AttributeTarget | undefined {
    return this.resourceType.find(attrPath, this.profile.takesShortNames);
  }

  /** What a path names. @throws ScimError when that is nothing, or nothing that may be asked for */
  target(attrPath: AttrPath): AttributeTarget {
    const target = this.find(attrPath);
    if (!target) throw this.refuse(whyUndefined(attrPath, [this.resourceType]));
    const { attribute, subAttribute } = target;
    if (!attribute.filterable || subAttribute?.filterable === false)
      throw this.refuse(`"${(subAttribute ?? attribute).name}" cannot be compared`);
    return target;
  }

  /** `emails` or `manager` without a sub-attribute means its `value`. */
  compared({ attribute, subAttribute }: AttributeTarget): Attribute {
    if (subAttribute || attribute.type !== 'complex') return subAttribute ?? attribute;
    const value = named(attribute.subAttributes, 'value');
    if (!value) throw this.refuse(whyComplex(attribute));
    return value;
  }

  /** The value of a single-valued attribute. */
  single(target: AttributeTarget): ColumnStorage {
    const storage = this.storage.storageOf(target);
    if (storage?.kind === 'column') return storage;
    const { type } = target.subAttribute ?? target.attribute;
    return { kind: 'column', ...this.inDocument(this.storage.document, documentPath(target), type) };
  }

  /** Whether a complex single-valued attribute is there. */
  exists(target: AttributeTarget): Sql {
    return this.dialect.jsonExists(this.storage.document, documentPath(target));
  }

  /** The values of a multi-valued attribute. */
  rows({ extension, attribute }: AttributeTarget): ChildRows {
    const storage = this.storage.storageOf({ extension, attribute });
    if (storage?.kind === 'rows') return storage;
    const path = documentPath({ extension, attribute });
    const source = this.dialect.jsonElements(this.storage.document, path, 'element_');
    const element = this.dialect.jsonElement('element_');
    const primary = this.dialect.jsonValue(element, ['primary']);
    return {
      kind: 'rows',
      // Not EXISTS: MySQL would make a semijoin of it and answer for all resources what is true of the first.
      within: (condition) => sql`(SELECT COUNT(*) FROM ${source} WHERE ${condition}) > 0`,
      operand: (sub) => this.inDocument(element, sub ? [sub.name] : [], (sub ?? attribute).type),
      first: (expression) => sql`(SELECT ${expression} FROM ${source}
        ORDER BY CASE WHEN ${primary} = 'true' THEN 0 ELSE 1 END, ${this.dialect.jsonPosition('element_')} LIMIT 1)`,
    };
  }

  /** A sub-attribute of the rows, or their plain value when it is the attribute itself. */
  inRow(rows: ChildRows, parent: Attribute, attribute: Attribute): Operand {
    const operand = attribute.filterable ? rows.operand(attribute === parent ? undefined : attribute) : undefined;
    if (!operand) throw this.refuse(`"${parent.name}.${attribute.name}" cannot be compared`);
    return operand;
  }

  /** Bytes of an expression that may be a column of ids. */
  text({ expression, form }: Operand): Sql {
    return form === 'id' ? this.dialect.bytes(expression) : expression;
  }

  private inDocument(document: Sql, path: string[], type: Attribute['type']): Operand {
    const isNumber = type === 'integer' || type === 'decimal' || type === 'dateTime';
    return isNumber
      ? { expression: this.dialect.jsonNumber(document, path), form: 'number' }
      : { expression: this.dialect.jsonValue(document, path), form: 'text' };
  }
}
