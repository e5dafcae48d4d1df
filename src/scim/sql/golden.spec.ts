import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { join, type Sql } from 'sql-template-tag';
import { DataSource, Repository } from 'typeorm';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import { MysqlDialect } from '../../platform/database/dialect/mysql.dialect.js';
import { SqliteDialect } from '../../platform/database/dialect/sqlite.dialect.js';
import { GroupsRepository } from '../../groups/groups.repository.js';
import { UserRow } from '../../users/user.entity.js';
import { UsersRepository } from '../../users/users.repository.js';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { Extensions } from '../attributes/extensions.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { parseFilter } from '../filter/parser.js';
import { strictProfile } from '../protocol/profile.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, invalidValue } from '../protocol/scim-error.js';
import { FilterSql } from './filter-sql.js';
import { Order, type Position, sortKeyOf } from './order.js';

/** Written by `npm run golden`, so that a change of the compiled SQL is read in a diff, for each database. */
const isWriting = process.env['MUSTER_GOLDEN'] === 'write';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:acme:User';
const acme = {
  id: ACME,
  name: 'Acme',
  description: '',
  attributes: [
    attribute('quota', '', { type: 'integer' }),
    attribute('rate', '', { type: 'decimal' }),
    attribute('remote', '', { type: 'boolean' }),
    attribute('since', '', { type: 'dateTime' }),
    attribute('seal', '', { type: 'binary', caseExact: true }),
    attribute('tags', '', { multiValued: true }),
    attribute('sizes', '', { type: 'integer', multiValued: true }),
    complex('desk', '', [attribute('floor', '', { type: 'integer' })]),
    plural('badges', '', [attribute('value', ''), attribute('issued', '', { type: 'dateTime' })]),
  ],
};
const context = {
  organizationId: '00000000-0000-7000-8000-000000000001',
  baseUrl: 'https://muster.example.com/scim/v2/o',
  extensions: new Extensions(new Map([['User', [acme]]])),
  profile: strictProfile,
} as unknown as ScimContext;
const ID = '00000000-0000-7000-8000-0000000000aa';
/** Without a database: filters are compiled here, and not asked. */
const { manager } = new DataSource({ type: 'better-sqlite3', database: ':memory:' });
const repositories = { User: new UsersRepository(new Repository(UserRow, manager)), Group: new GroupsRepository() };
const TEXT_OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const ORDER_OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const each = (operators: string[], path: string, value: string) => operators.map((op) => `${path} ${op} ${value}`);

const FILTERS = {
  User: [
    // A column of case keys, which is unique.
    ...each(TEXT_OPERATORS, 'userName', '"Ada"'),
    'userName pr',
    'userName eq null',
    'userName eq "it\'s 100% _\\\\"',
    // Prefixes at the ends of the code points.
    'userName co ""',
    'userName sw ""',
    'userName ew ""',
    'userName sw "a\\ud7ff"',
    'userName sw "a\\udbff\\udfff"',
    'userName sw "\\udbff\\udfff"',
    // Other columns.
    ...each(['eq', 'ne', 'co', 'gt'], 'externalId', '"Ada"'),
    'externalId pr',
    ...each(['eq', 'ne', 'sw', 'le'], 'id', `"${ID}"`),
    'id eq "no-id"',
    'active eq true',
    'active ne false',
    'active pr',
    ...each(ORDER_OPERATORS, 'meta.lastModified', '"2026-01-31T08:00:00+01:00"'),
    'meta.created pr',
    'meta pr',
    'meta.resourceType eq "User"',
    'meta.location ew "/a"',
    'meta.version eq "W/\\"3\\""',
    // Rows of another table.
    ...each(TEXT_OPERATORS, 'emails.value', '"Ada@x.io"'),
    'emails eq "Ada@x.io"',
    'emails pr',
    'emails.type pr',
    'emails eq null',
    'emails.primary eq true',
    'emails[type eq "work"]',
    'emails[type eq "work" and not (value ew "@x.io")]',
    'emails[type eq "work" or primary eq true]',
    'emails[display pr]',
    'emails[display eq null]',
    'emails[type eq "work"].value sw "a"',
    // Rows that are found through groups in groups.
    `groups.value eq "${ID}"`,
    'groups.value eq "no-id"',
    'groups.display co "x"',
    'groups[type eq "direct"]',
    'groups pr',
    // The JSON document.
    ...each(TEXT_OPERATORS, 'name.familyName', '"Byron"'),
    'name.familyName pr',
    'name[familyName eq "Byron" and not (givenName pr)]',
    'name pr',
    'name eq null',
    'title ne null',
    'profileUrl eq "https://x.io/A"',
    'phoneNumbers.value eq "1"',
    'phoneNumbers.value ne "1"',
    'phoneNumbers pr',
    'phoneNumbers.type pr',
    'phoneNumbers[type eq "work" and value sw "+49"]',
    'schemas eq "urn:acme:User"',
    // Extensions.
    `${ENTERPRISE}:department eq "R&D"`,
    `${ENTERPRISE}:manager.value eq "A"`,
    `${ENTERPRISE}:manager eq "A"`,
    `${ENTERPRISE}:manager pr`,
    ...each(ORDER_OPERATORS, `${ACME}:quota`, '5'),
    `${ACME}:quota pr`,
    `${ACME}:rate lt -1.5e3`,
    `${ACME}:remote eq true`,
    `${ACME}:remote ne true`,
    ...each(['eq', 'ge'], `${ACME}:since`, '"2026-01-31T08:00:00.5Z"'),
    `${ACME}:since pr`,
    `${ACME}:seal co "TU"`,
    `${ACME}:tags eq "A"`,
    `${ACME}:tags ne "A"`,
    `${ACME}:tags[value eq "A" or value sw "B"]`,
    `${ACME}:tags pr`,
    `${ACME}:sizes gt 5`,
    `${ACME}:sizes pr`,
    `${ACME}:desk.floor eq 2`,
    `${ACME}:badges.issued lt "2026-01-31T08:00:00Z"`,
    `${ACME}:badges[value eq "A" and issued pr]`,
    // Logic.
    'not (title pr)',
    'not (not (title pr))',
    'title pr and userType eq "Employee"',
    'title pr or userType eq "Employee"',
    'title pr and (userType eq "Employee" or not (active eq true)) and userName sw "a"',
  ],
  Group: [
    'displayName eq "Crew"',
    'displayName sw "C"',
    `members.value eq "${ID}"`,
    `members.value ne "${ID}"`,
    'members.value eq "no-id"',
    'members[type eq "User"]',
    'members pr',
    'members eq null',
  ],
} as const;

const SORTED = {
  User: [
    'userName',
    'externalId',
    'id',
    'meta.lastModified',
    'emails',
    'emails.type',
    'name.familyName',
    'phoneNumbers',
    `${ENTERPRISE}:manager.value`,
    `${ACME}:quota`,
    `${ACME}:tags`,
    undefined,
  ],
  Group: ['displayName', 'members'],
} as const;

/** Where an order goes on: for each kind of order, from a resource with a value, and from one without. */
const POSITIONS: readonly (readonly [string | undefined, Position])[] = [
  [undefined, { key: null, id: ID }],
  ['userName', { key: 'ada', id: ID }],
  ['meta.lastModified', { key: 1_769_842_800_000, id: ID }],
  ['name.familyName', { key: 'byron', id: ID }],
  ['name.familyName', { key: null, id: ID }],
];

const TYPES = ['User', 'Group'] as const;
const dialects = { sqlite: new SqliteDialect(), mysql: new MysqlDialect() };

/** What stands in the golden files: the heading, and what is compiled under it. */
const ENTRIES = new Map<string, (dialect: Dialect) => Sql>([...filters(), ...orders(), ...positions()]);

describe.each(['sqlite', 'mysql'] as const)('SQL for %s', (name) => {
  const file = new URL(`__golden__/${name}.sql`, import.meta.url);
  if (isWriting) writeFileSync(file, [...ENTRIES.keys()].map((heading) => entryOf(heading, dialects[name])).join(''));
  const golden = readFileSync(file, 'utf8');
  const known = new Map(golden.split(/^(?=-- )/m).map((entry) => [entry.slice(3, entry.indexOf('\n')), entry]));

  test.each([...ENTRIES.keys()])('is what the golden file has for: %s', (heading) => {
    expect(entryOf(heading, dialects[name])).toBe(known.get(heading));
  });

  test('has no entry in the golden file but these, in this order', () => {
    expect([...known.keys()]).toEqual([...ENTRIES.keys()]);
  });
});

test('No two entries of the golden files have one heading', () => {
  expect(ENTRIES.size).toBe([...filters(), ...orders(), ...positions()].length);
});

type Entry = readonly [heading: string, compile: (dialect: Dialect) => Sql];

function filters(): Entry[] {
  return TYPES.flatMap((type) =>
    FILTERS[type].map((filter): Entry => [
      `${type}: ${filter}`,
      (dialect) => {
        const attributes = repositories[type].attributes(context, dialect, invalidFilter);
        return new FilterSql(attributes, strictProfile).condition(parseFilter(filter));
      },
    ]),
  );
}

function orders(): Entry[] {
  return TYPES.flatMap((type) =>
    SORTED[type].flatMap((sortBy) =>
      [false, true].map((descending): Entry => [
        `${type} by ${sortBy ?? 'id alone'}, ${directionOf(descending)}`,
        (dialect) => {
          const { column, terms } = orderOf(dialect, type, sortBy, descending);
          return join([column, terms], ' ORDER BY ');
        },
      ]),
    ),
  );
}

function positions(): Entry[] {
  return POSITIONS.flatMap(([sortBy, position]) =>
    [false, true].map((descending): Entry => [
      `User by ${sortBy ?? 'id alone'}, ${directionOf(descending)}, behind ${JSON.stringify(position.key)}`,
      (dialect) => orderOf(dialect, 'User', sortBy, descending).behind(position),
    ]),
  );
}

function orderOf(
  dialect: Dialect,
  type: (typeof TYPES)[number],
  sortBy: string | undefined,
  descending: boolean,
): Order {
  const attributes = repositories[type].attributes(context, dialect, invalidValue);
  return new Order(sortBy === undefined ? undefined : sortKeyOf(attributes, parseAttrPath(sortBy)!), descending);
}

function directionOf(descending: boolean): string {
  return descending ? 'descending' : 'ascending';
}

/** The heading, the SQL on one line, and the values that are bound to it. */
function entryOf(heading: string, dialect: Dialect): string {
  const { sql, values } = ENTRIES.get(heading)!(dialect);
  return `-- ${heading}\n${sql.replaceAll(/\s+/g, ' ')}\n${values.map((value) => `  ? ${JSON.stringify(value)}\n`).join('')}\n`;
}
