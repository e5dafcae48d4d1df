import sql, { raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { comparable } from '../filter/comparable.js';
import type { Attribute } from '../attributes/attribute.js';
import { type Document, isObject } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ColumnStorage, Operand, AttributeStorage } from '../sql/storage.js';
import { searchKeys } from './search-keys.js';

/** A single-valued attribute of the core schema that has a column, which is made from the document. */
interface AttributeColumn {
  readonly column: string;
  /** That of `organizationId` and the column. */
  readonly index?: string;
  /** What a client reads where that index is unique, and another resource has the value. */
  readonly taken?: string;
  /** Whether the index finds the few resources that have a value. */
  readonly isSelective?: boolean;
  /** How values are compared: unless it is said, as numbers where the attribute is one, else as bytes. */
  readonly form?: Operand['form'];
}

/** How the resources of a type are kept in its table. */
export interface ResourceTable {
  readonly name: string;
  /** Narrower than the primary key, which has the whole rows. */
  readonly idIndex?: string;
  readonly lastModifiedIndex?: string;
  /** By path. All other attributes are found in JSON. */
  readonly attributes?: Readonly<Record<string, AttributeColumn>>;
  /** Attributes that other tables have, or none. */
  readonly elsewhere?: Readonly<Record<string, (context: ScimContext, dialect: Dialect) => AttributeStorage>>;
  /** Columns that are no attributes, read with the resource. */
  readonly columns?: readonly string[];
}

export type Value = string | number | null;

interface Column extends AttributeColumn {
  readonly attribute: Attribute;
  valueIn(document: Document): unknown;
}

/** Where the attributes of a resource type are: what rows are made of for looking up, and where filters look. */
export class ResourceStorage {
  private readonly columns: ReadonlyMap<string, Column>;
  /** Attributes that the JSON of comparable values does without. */
  private readonly elsewhere: ReadonlySet<string>;

  constructor(
    private readonly type: ResourceType,
    private readonly table: ResourceTable,
  ) {
    const attributes = Object.entries(table.attributes ?? {});
    this.columns = new Map(attributes.map(([path, column]) => [path, { ...column, ...found(type, path) }]));
    this.elsewhere = new Set(['externalId', ...this.columns.keys(), ...Object.keys(table.elsewhere ?? {})]);
  }

  /** The columns that are made from a document for looking up, beside those of every resource. */
  lookupColumns(document: Document, type: ResourceType): Record<string, Value> {
    const own = [...this.columns.values()].map(({ column, attribute, valueIn }) => [
      column,
      comparable(attribute, valueIn(document)) ?? null,
    ]);
    return {
      ...Object.fromEntries(own),
      externalId: (document['externalId'] as string | undefined) ?? null,
      searchKeys: JSON.stringify(searchKeys(document, type, this.elsewhere)),
    };
  }

  /** What a client reads when a unique index refuses a row. */
  takenBy(index: string | undefined): string | undefined {
    return [...this.columns.values()].find((column) => column.index === index)?.taken;
  }

  /** Undefined for attributes that are found in JSON. */
  storageOf(path: string, context: ScimContext, dialect: Dialect): AttributeStorage | undefined {
    const column = this.columns.get(path);
    if (column) return this.columnStorage(column);
    return this.commonStorage(path, context, dialect) ?? this.table.elsewhere?.[path]?.(context, dialect);
  }

  private columnStorage({ attribute, column, index, taken, isSelective, form }: Column): ColumnStorage {
    const expression = this.column(column);
    const isNumber = attribute.type === 'integer' || attribute.type === 'decimal' || attribute.type === 'dateTime';
    return {
      kind: 'column',
      expression,
      form: form ?? (isNumber ? 'number' : 'text'),
      always: attribute.required,
      unique: taken !== undefined,
      isSelective,
      index,
    };
  }

  private commonStorage(path: string, { baseUrl }: ScimContext, dialect: Dialect): AttributeStorage | undefined {
    const { idIndex = 'PRIMARY', lastModifiedIndex } = this.table;
    const always = { kind: 'column', always: true } as const;
    const text = (expression: Sql): ColumnStorage => ({
      ...always,
      expression: dialect.bytes(expression),
      form: 'text',
    });
    const number = (name: string): ColumnStorage => ({ ...always, expression: this.column(name), form: 'number' });
    switch (path) {
      case 'id':
        return {
          ...always,
          expression: this.column('id'),
          form: 'id',
          unique: true,
          isSelective: true,
          index: idIndex,
        };
      case 'externalId':
        return { kind: 'column', expression: this.column('externalId'), form: 'text', isSelective: true };
      case 'meta.created':
        return number('createdAt');
      case 'meta.lastModified':
        return { ...number('lastModifiedAt'), index: lastModifiedIndex };
      case 'meta.resourceType':
        return text(sql`${this.type.name}`);
      case 'meta.location':
        return text(sql`CONCAT(${`${baseUrl}${this.type.endpoint}/`}, ${this.column('id')})`);
      case 'meta.version':
        return text(sql`CONCAT(${'W/"'}, ${this.column('version')}, ${'"'})`);
      default:
        return undefined;
    }
  }

  private column(name: string): Sql {
    return raw(`${this.table.name}.${name}`);
  }
}

function found(type: ResourceType, path: string): Pick<Column, 'attribute' | 'valueIn'> {
  const target = type.find(parseAttrPath(path)!);
  if (!target) throw new Error(`${type.name} has no attribute ${path}`);
  const { attribute, subAttribute } = target;
  if (!subAttribute) return { attribute, valueIn: (document) => document[attribute.name] };
  return {
    attribute: subAttribute,
    valueIn: ({ [attribute.name]: value }) => (isObject(value) ? value[subAttribute.name] : undefined),
  };
}
