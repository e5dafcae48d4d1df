import { describe, expect, test } from '@jest/globals';
import sql, { raw, type Sql } from 'sql-template-tag';
import { SqliteDialect } from '../../platform/database/dialect/sqlite.dialect.js';
import { userType } from '../../users/user-type.js';
import type { AttributeTarget } from '../attributes/resource-type.js';
import { parseFilter } from '../filter/parser.js';
import { strictProfile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import { AttributeSql } from './attribute-sql.js';
import { FilterSql } from './filter-sql.js';
import type { AttributeStorage } from './storage.js';

/** Golden files have what real attributes compile to; here are the rules, on places with short names. */
const ID = '00000000-0000-7000-8000-0000000000aa';
const STORAGE: Readonly<Record<string, AttributeStorage>> = {
  id: { kind: 'column', expression: raw('id'), form: 'id', isSelective: true },
  userName: { kind: 'column', expression: raw('u'), form: 'text', isSelective: true },
  externalId: { kind: 'column', expression: raw('x'), form: 'id', equals: (value) => sql`served(${value})` },
  emails: {
    kind: 'rows',
    isSelective: true,
    within: (condition) => sql`emails{${condition}}`,
    operand: (sub) => ({ expression: raw(sub?.name ?? 'it'), form: 'text' }),
  },
  phoneNumbers: {
    kind: 'rows',
    within: (condition) => sql`phones{${condition}}`,
    operand: (sub) => ({ expression: raw(sub?.name ?? 'it'), form: 'text' }),
  },
};
const storage = {
  document: raw('d'),
  storageOf: ({ attribute, subAttribute }: AttributeTarget) => (subAttribute ? undefined : STORAGE[attribute.name]),
};
const attributes = new AttributeSql(userType, storage, new SqliteDialect(), strictProfile, invalidFilter);
const strict = new FilterSql(attributes, strictProfile);
const tolerant = new FilterSql(attributes, strictProfile, true);

const shown = ({ sql: text, values }: Sql) => [text, ...values].join(' | ');
const compiled = (filter: string, compiler = strict) => shown(compiler.condition(parseFilter(filter)));

describe('A filter is looked up', () => {
  test.each([
    ['userName eq "a"', 'indexed'],
    ['id eq "a"', 'indexed'],
    ['title eq "a"', 'walked'],
    ['userName ne "a"', undefined],
    ['userName sw "a"', undefined],
    ['userName eq null', undefined],
    ['userName pr', undefined],
    ['not (userName eq "a")', undefined],
    ['userName eq "a" or id eq "a"', undefined],
    ['title eq "a" and userName eq "a"', 'indexed'],
    ['userName eq "a" and title eq "a"', 'indexed'],
    ['title pr and title eq "a"', 'walked'],
    ['title pr and userType pr', undefined],
    ['emails eq "a"', 'indexed'],
    ['emails.value eq "a"', 'indexed'],
    ['emails.type eq "work"', undefined],
    ['phoneNumbers.value eq "1"', 'walked'],
    ['emails[value eq "a"]', 'indexed'],
    ['emails[type eq "work" and value eq "a"]', 'indexed'],
    ['emails[type eq "work"]', undefined],
    ['emails[value sw "a"]', undefined],
    ['emails[nothing eq "a"]', undefined],
    ['phoneNumbers[value eq "1"]', 'walked'],
    ['name[familyName eq "a"]', 'walked'],
  ])('%s: %s', (filter, expected) => {
    expect(strict.lookUp(parseFilter(filter))).toBe(expected);
  });
});

describe('A comparison is compiled by the form of what is compared', () => {
  test.each([
    ['userName eq "A"', 'u = ? | a'],
    ['userName ne "A"', '((u = ?) IS NOT TRUE) | a'],
    ['userName pr', "u <> ''"],
    ['userName eq null', "((u <> '') IS NOT TRUE)"],
    ['userName ne null', "u <> ''"],
    ['userName gt "A"', 'u > ? | a'],
    ['userName ge "A"', 'u >= ? | a'],
    ['userName lt "A"', 'u < ? | a'],
    ['userName le "A"', 'u <= ? | a'],
    ['name pr', `json_type(d, '$."name"') IS NOT NULL`],
    [
      'name[familyName eq "A"]',
      `(json_type(d, '$."name"') IS NOT NULL AND json_extract(d, '$."name"."familyName"') = ?) | a`,
    ],
    ['meta.created pr', `json_extract(d, '$."meta"."created"') IS NOT NULL`],
    ['userName co "A"', 'INSTR(u, ?) > 0 | a'],
    ['userName co ""', 'u IS NOT NULL'],
    ['userName sw ""', 'u IS NOT NULL'],
    ['userName ew ""', 'u IS NOT NULL'],
    ['userName ew "A"', 'SUBSTR(u, -LENGTH(?)) = ? | a | a'],
    ['userName sw "A"', '(u >= ? AND u < ?) | a | b'],
    [String.raw`userName sw "a\udbff\udfff"`, '(u >= ? AND u < ?) | a\u{10ffff} | b'],
    [String.raw`userName sw "\udbff\udfff"`, 'u >= ? | \u{10ffff}'],
    [String.raw`userName sw "a\ud7ff"`, '(u >= ? AND u < ?) | a\ud7ff | a\ue000'],
    [`id eq "${ID}"`, `id = ? | ${ID}`],
    ['id eq "a"', '1 = 0'],
    ['id ne "a"', '((1 = 0) IS NOT TRUE)'],
    ['id pr', "id <> ''"],
    [`externalId eq "${ID}"`, `served(?) | ${ID}`],
    ['meta pr', '1 = 1'],
    ['emails eq "A"', 'emails{value = ?} | a'],
    ['emails.type ne "A"', '(emails{((type = ?) IS NOT TRUE)} OR ((emails{1 = 1}) IS NOT TRUE)) | a'],
    ['emails pr', 'emails{1 = 1}'],
    ['emails.type pr', "emails{type <> ''}"],
    ['emails[type pr and not (value eq "A")]', "emails{(type <> '' AND ((value = ?) IS NOT TRUE))} | a"],
    ['emails[type eq "A" or type eq null]', "emails{(type = ? OR ((type <> '') IS NOT TRUE))} | a"],
    ['userName pr or not (userName pr)', "(u <> '' OR ((u <> '') IS NOT TRUE))"],
  ])('%s', (filter, expected) => {
    expect(compiled(filter)).toBe(expected);
  });

  test('of an element as of its row', () => {
    const { attribute } = userType.find({ attribute: 'emails' })!;
    expect(shown(strict.elementCondition(parseFilter('type eq "A"'), attribute))).toBe('type = ? | a');
  });
});

describe('In a query over several resource types what only others have is unassigned (RFC 7644 §3.4.2.1)', () => {
  test.each([
    ['members pr', '1 = 0'],
    ['members eq "a"', '1 = 0'],
    ['members ne "a"', '1 = 1'],
    ['members eq null', '((1 = 0) IS NOT TRUE)'],
    ['members[value eq "a"]', '1 = 0'],
    ['not (members pr)', '((1 = 0) IS NOT TRUE)'],
    ['userName pr', "u <> ''"],
    ['userName eq "A"', 'u = ? | a'],
  ])('%s', (filter, expected) => {
    expect(compiled(filter, tolerant)).toBe(expected);
  });

  test.each(['members pr', 'members eq "a"', 'members[value eq "a"]', 'members eq null'])(
    'in one over one type it is refused with invalidFilter: %s',
    (filter) => {
      expect(() => compiled(filter)).toThrow(
        expect.objectContaining({
          scimType: 'invalidFilter',
          detail: expect.stringContaining('"members" is not defined'),
        }),
      );
    },
  );

  test('inside brackets an unknown name is refused there as well', () => {
    expect(() => compiled('emails[nothing pr]', tolerant)).toThrow(/has no sub-attribute "nothing"/);
  });
});

describe('A filter is refused with invalidFilter', () => {
  const NULL = 'null can be compared with eq and ne only';
  const NESTED = 'A value filter cannot stand inside another one';
  test.each([
    ['userName co null', NULL],
    ['emails[type gt null]', NULL],
    ['emails[type[value eq "a"]]', '"type'],
    ['emails[emails[value eq "a"]]', NESTED],
    ['userName[value eq "a"]', '"userName" has no sub-attributes'],
    ['emails[nothing eq "a"]', '"emails" has no sub-attribute "nothing"'],
    ['emails[type.value eq "a"]', '"emails" has no sub-attribute "value"'],
    ['emails[urn:x:y:type eq "a"]', '"emails" has no sub-attribute "type"'],
    ['emails[urn:x:y:type pr]', '"emails" has no sub-attribute "type"'],
    ['name eq "a"', '"name" is complex'],
    ['password eq "a"', '"password" cannot be compared'],
    ['groups.$ref pr', '"$ref" cannot be compared'],
  ])('%s', (filter, detail) => {
    expect(() => compiled(filter)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter', detail: expect.stringContaining(detail) }),
    );
  });
});
