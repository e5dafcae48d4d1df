import { expect, test } from '@jest/globals';
import { raw } from 'sql-template-tag';
import { SqliteDialect } from '../../platform/database/dialect/sqlite.dialect.js';
import { userType } from '../../users/user-type.js';
import { parseFilter } from '../filter/parser.js';
import { strictProfile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import { AttributeSql } from './attribute-sql.js';
import { FilterSql } from './filter-sql.js';

const storage = { document: raw('d'), storageOf: () => undefined };
const attributes = new AttributeSql(userType, storage, new SqliteDialect(), strictProfile, invalidFilter);
const ELEMENT = "(CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END)";
const PHONES = `json_each(d, '$."phoneNumbers"') element_`;
const inElement = (name: string) => `json_extract(${ELEMENT}, '$."${name}"')`;

test.each([
  ['title pr', `json_extract(d, '$."title"') <> ''`, []],
  ['title eq "A"', `json_extract(d, '$."title"') = ?`, ['a']],
  ['name pr', `json_type(d, '$."name"') IS NOT NULL`, []],
  ['name.familyName eq "A"', `json_extract(d, '$."name"."familyName"') = ?`, ['a']],
  ['meta.created gt "1970-01-01T00:00:01Z"', `json_extract(d, '$."meta"."created"') > ?`, [1_000]],
  ['meta.created pr', `json_extract(d, '$."meta"."created"') IS NOT NULL`, []],
  ['phoneNumbers pr', `(SELECT COUNT(*) FROM ${PHONES} WHERE 1 = 1) > 0`, []],
  ['phoneNumbers eq "A"', `(SELECT COUNT(*) FROM ${PHONES} WHERE ${inElement('value')} = ?) > 0`, ['a']],
  ['phoneNumbers[primary eq true]', `(SELECT COUNT(*) FROM ${PHONES} WHERE ${inElement('primary')} = ?) > 0`, ['true']],
])('What has no place of its own is looked for in the document: %s', (filter, text, values) => {
  const condition = new FilterSql(attributes, strictProfile).condition(parseFilter(filter));
  expect([condition.sql, condition.values]).toEqual([text, values]);
});

test('Of a list in the document the primary element stands first, then they stand in their order (RFC 7644 §3.4.2.3)', () => {
  const rows = attributes.rows(userType.find({ attribute: 'phoneNumbers' })!);
  const { sql } = rows.first!(raw('e'));
  expect(sql.replaceAll(/\s+/g, ' ')).toBe(
    `(SELECT e FROM ${PHONES} ORDER BY CASE WHEN ${inElement('primary')} = 'true' THEN 0 ELSE 1 END, element_.key LIMIT 1)`,
  );
});
