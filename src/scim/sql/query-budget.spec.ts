import { describe, expect, test } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import { SqliteDialect } from '../../platform/database/dialect/sqlite.dialect.js';
import { userType } from '../../users/user-type.js';
import type { AttributeTarget } from '../attributes/resource-type.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { parseFilter } from '../filter/parser.js';
import { strictProfile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import { AttributeSql } from './attribute-sql.js';
import { FilterSql } from './filter-sql.js';
import { QueryBudget } from './query-budget.js';
import type { AttributeStorage } from './storage.js';

/** userName has a column and an index, e-mails a table and an index, groups a table; all else is in the document. */
function storageOf({ attribute }: AttributeTarget): AttributeStorage | undefined {
  const operand = { expression: sql`x`, caseExact: false } as never;
  const rows = (table: string, isSelective: boolean): AttributeStorage =>
    ({ kind: 'rows', table, isSelective, within: (condition: unknown) => condition, operand: () => operand }) as never;
  if (attribute.name === 'userName') return { kind: 'column', expression: sql`x`, isSelective: true } as never;
  if (attribute.name === 'emails') return rows('user_emails', true);
  return attribute.name === 'groups' ? rows('group_members', false) : undefined;
}

const AVERAGES: Record<string, number> = { user_emails: 3, group_members: 40 };
const LENGTH_IN_DOCUMENT = 20;
const storage = { document: raw('d'), storageOf };
const attributes = new AttributeSql(userType, storage, new SqliteDialect(), strictProfile, invalidFilter);
const filterSql = new FilterSql(attributes, strictProfile);
const budget = new QueryBudget(attributes, filterSql, (table) => (table ? AVERAGES[table]! : LENGTH_IN_DOCUMENT));

describe('The steps of a filter, for each resource that it is tried on', () => {
  test.each([
    ['userName eq "a"', 0],
    ['userName co "a"', 1],
    ['title eq "a"', 1],
    ['title pr', 1],
    ['emails.value eq "a"', 0],
    ['emails.value co "a"', 3],
    ['emails[value eq "a"]', 0],
    ['emails[value co "a" or type eq "work"]', 3 + 2 * 3],
    ['groups.value eq "a"', 1],
    ['groups.display co "a"', 40],
    ['phoneNumbers.value co "a"', 20],
    ['phoneNumbers[value co "a"]', 20 + 20],
    ['phoneNumbers[value co "a" and type eq "work"]', 20 + 2 * 20],
    ['title eq "a" and nickName eq "b"', 2],
    ['title eq "a" or nickName eq "b"', 2],
    ['title eq "a" and userName eq "b"', 0],
    ['title eq "a" or userName eq "b"', 1],
    ['not (title eq "a")', 1],
    ['not (userName eq "a" or userName eq "b")', 2],
    ['not (phoneNumbers.value co "a")', 20],
  ])('%s are %d more', (filter, steps) => expect(budget.ofFilter(parseFilter(filter))).toBe(steps));
});

describe('The steps of an attribute, for each resource', () => {
  test.each([
    ['title', 1],
    ['name.familyName', 1],
    ['emails.value', 3],
    ['groups.display', 40],
    ['phoneNumbers.value', 20],
    ['nothing', 1],
  ])('%s takes %d', (path, steps) => expect(budget.ofPath(parseAttrPath(path)!)).toBe(steps));
});

test('a list in a document has to be taken apart, however short it is', () => {
  const short = new QueryBudget(attributes, filterSql, () => 0);
  expect(short.ofPath(parseAttrPath('phoneNumbers.value')!)).toBe(8);
  expect(short.ofPath(parseAttrPath('emails.value')!)).toBe(1);
  expect(short.ofFilter(parseFilter('phoneNumbers[value co "a"]'))).toBe(8 + 1);
});
