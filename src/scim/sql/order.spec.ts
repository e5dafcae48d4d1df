import { describe, expect, test } from '@jest/globals';
import { raw } from 'sql-template-tag';
import { SqliteDialect } from '../../platform/database/dialect/sqlite.dialect.js';
import { groupType } from '../../groups/group-type.js';
import { userType } from '../../users/user-type.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { strictProfile } from '../protocol/profile.js';
import { invalidValue } from '../protocol/scim-error.js';
import { AttributeSql } from './attribute-sql.js';
import { Order, type Position, type SortKey, sortKeyOf } from './order.js';
import { positionOf } from './position.js';

/** Golden files have what real attributes compile to; here are the rules of an order. */
const optional: SortKey = { expression: raw('k'), always: false };
const always: SortKey = { expression: raw('k'), always: true };
const unique: SortKey = { expression: raw('k'), always: true, unique: true, index: 'k_index' };

describe('Resources are in a total order', () => {
  test.each([
    ['by id alone', undefined, false, 'id ASC'],
    ['by id alone, descending', undefined, true, 'id DESC'],
    [
      'by a value that not all have, those without it last',
      optional,
      false,
      'sortKey_ IS NULL ASC,sortKey_ ASC,id ASC',
    ],
    [
      'by a value that not all have, descending, those without it first',
      optional,
      true,
      'sortKey_ IS NULL DESC,sortKey_ DESC,id DESC',
    ],
    ['by a value that all have', always, false, 'sortKey_ ASC,id ASC'],
    ['by a value that is unique, and by nothing else', unique, true, 'sortKey_ DESC'],
  ])('%s', (_what, key, descending, expected) => {
    expect(new Order(key, descending).terms.sql).toBe(expected);
    expect(new Order(key, !descending).reversed().terms.sql).toBe(expected);
  });

  test('behind columns that are the same in all rows', () => {
    const order = new Order(unique, false, raw('t.id'), [raw('organizationId')]);
    expect(order.terms.sql).toBe('organizationId ASC,sortKey_ ASC');
    expect(order.reversed().terms.sql).toBe('organizationId DESC,sortKey_ DESC');
    expect(order.of('found').terms.sql).toBe('sortKey_ ASC');
  });

  test('in what a SELECT has found as well', () => {
    expect(new Order(optional, true).of('found').terms.sql).toBe('sortKey_ IS NULL DESC,sortKey_ DESC,found.id DESC');
  });

  test('that an index may have', () => {
    expect([new Order(unique, false).index, new Order(unique, false).reversed().index]).toEqual(['k_index', 'k_index']);
    expect([new Order(always, false).index, new Order(undefined, false).index]).toEqual([undefined, undefined]);
  });

  test('whose key is read with each resource', () => {
    expect([new Order(optional, false).column.sql, new Order(undefined, false).column.sql]).toEqual([
      'k AS sortKey_',
      'NULL AS sortKey_',
    ]);
  });
});

describe('What is behind a position', () => {
  const ada: Position = { key: 'ada', id: 'i' };
  const none: Position = { key: null, id: 'i' };

  test.each([
    ['by id alone', undefined, false, none, 'id > ?', ['i']],
    ['by id alone, descending', undefined, true, none, 'id < ?', ['i']],
    ['by a unique value', unique, false, ada, 'k > ?', ['ada']],
    ['by a unique value, descending', unique, true, ada, 'k < ?', ['ada']],
    ['by a value that all have', always, false, ada, '(k >= ? AND (k > ? OR id > ?))', ['ada', 'ada', 'i']],
    ['by a value that all have, descending', always, true, ada, '(k <= ? AND (k < ? OR id < ?))', ['ada', 'ada', 'i']],
    [
      'by a value that not all have',
      optional,
      false,
      ada,
      '((k >= ? AND (k > ? OR id > ?)) OR k IS NULL)',
      ['ada', 'ada', 'i'],
    ],
    [
      'by a value that not all have, descending',
      optional,
      true,
      ada,
      '(k <= ? AND (k < ? OR id < ?))',
      ['ada', 'ada', 'i'],
    ],
    ['without a value', optional, false, none, '(k IS NULL AND id > ?)', ['i']],
    ['without a value, descending', optional, true, none, '((k IS NULL AND id < ?) OR k IS NOT NULL)', ['i']],
    ['without a value that all of this type have', always, false, none, '1 = 0', []],
    ['without a value that all of this type have, descending', always, true, none, '1 = 1', []],
  ])('%s', (_what, key, descending, position, text, values) => {
    const condition = new Order(key, descending).behind(position);
    expect([condition.sql, condition.values]).toEqual([text, values]);
  });
});

describe('A position is read from a record', () => {
  test.each([
    [
      { id: 'i', sortKey_: 'ada' },
      { id: 'i', key: 'ada' },
    ],
    [
      { id: 'i', sortKey_: Buffer.from('é') },
      { id: 'i', key: 'é' },
    ],
    [
      { id: Buffer.from('i'), sortKey_: 7 },
      { id: 'i', key: 7 },
    ],
    [
      { id: 'i', sortKey_: 0 },
      { id: 'i', key: 0 },
    ],
    [
      { id: 'i', sortKey_: '' },
      { id: 'i', key: '' },
    ],
    [
      { id: 'i', sortKey_: null },
      { id: 'i', key: null },
    ],
    [{ id: 'i' }, { id: 'i', key: null }],
  ])('case %#', (record, expected) => {
    expect(positionOf(record)).toEqual(expected);
  });
});

describe('An order is refused with invalidValue', () => {
  const keyOf = (type: ResourceType, sortBy: string, first = true) => {
    const rows = () => ({
      kind: 'rows' as const,
      within: () => raw(''),
      operand: () => ({ expression: raw('v'), form: 'text' as const }),
    });
    const storage = { document: raw('d'), storageOf: first ? () => undefined : rows };
    return sortKeyOf(
      new AttributeSql(type, storage, new SqliteDialect(), strictProfile, invalidValue),
      parseAttrPath(sortBy)!,
    );
  };

  test.each([
    ['unknown', '"unknown" is not defined in the schemas of User: /Schemas lists what is'],
    [
      'name.unknown',
      '"name" has no sub-attribute "unknown": it has "formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"',
    ],
    ['urn:x:other:title', '"urn:x:other:title" is not defined in the schemas of User: did you mean "title"?'],
    ['password', '"password" cannot be compared'],
    ['groups.$ref', '"$ref" cannot be compared'],
    [
      'name',
      '"name" is complex: name one of its sub-attributes, "formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"',
    ],
    [
      'addresses',
      '"addresses" is complex: name one of its sub-attributes, "formatted", "streetAddress", "locality", "region", "postalCode", "country", "type", "primary"',
    ],
    ['x509Certificates', '"value" is binary and has no order'],
    ['x509Certificates.value', '"value" is binary and has no order'],
  ])('by %s', (sortBy, detail) => {
    expect(() => keyOf(userType, sortBy)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', detail }),
    );
  });

  test('by values that are rows without an order', () => {
    expect(() => keyOf(userType, 'groups', false)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: 'Results cannot be sorted by "groups"' }),
    );
  });

  test('by a sub-attribute that is not to be compared', () => {
    expect(() => keyOf(groupType, 'members.display')).toThrow(/"display" cannot be compared/);
  });

  test('but not by a complex attribute whose "value" stands for it', () => {
    const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
    expect(keyOf(userType, manager)).toEqual({ ...keyOf(userType, `${manager}.value`) });
    expect(keyOf(userType, 'emails')).toEqual(keyOf(userType, 'emails.value'));
  });
});

test('Only a column that every resource has orders all of them, and the key is where the attribute is', () => {
  const keyOf = (sortBy: string, isAlways?: boolean) => {
    const storageOf = ({ attribute }: { attribute: { multiValued: boolean } }) =>
      attribute.multiValued
        ? undefined
        : { kind: 'column' as const, expression: raw('c'), form: 'text' as const, always: isAlways };
    const storage = { document: raw('d'), storageOf };
    const attributes = new AttributeSql(userType, storage, new SqliteDialect(), strictProfile, invalidValue);
    return sortKeyOf(attributes, parseAttrPath(sortBy)!);
  };
  expect(keyOf('userName', true)).toMatchObject({ expression: raw('c'), always: true });
  expect(keyOf('title')).toMatchObject({ expression: raw('c'), always: false });
  expect(keyOf('phoneNumbers').always).toBe(false);
  expect(keyOf('phoneNumbers').expression.sql).toContain('$."phoneNumbers"');
});
