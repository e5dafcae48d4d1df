import { expect, test } from '@jest/globals';
import { raw } from 'sql-template-tag';
import { MysqlDialect } from '../../platform/database/dialect/mysql.dialect.js';
import { userType } from '../../users/user-type.js';
import { parseFilter } from '../filter/parser.js';
import { strictProfile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import { AttributeSql } from './attribute-sql.js';
import { FilterSql } from './filter-sql.js';

/** Everything in the document, as attributes of extensions are. */
const storage = { document: raw('users.searchKeys'), storageOf: () => undefined };
const filterSql = new FilterSql(
  new AttributeSql(userType, storage, new MysqlDialect(), strictProfile, invalidFilter),
  strictProfile,
);

const attributes = userType.schema.attributes.filter(({ multiValued, filterable }) => multiValued && filterable);

test.each(attributes)(
  'MySQL is given no subquery over $name that it could turn into a semijoin',
  ({ name, ...rest }) => {
    const comparable = rest.subAttributes!.filter(({ filterable, type }) => filterable && type === 'string');
    const filters = comparable.flatMap(({ name: sub }) => [
      `${name} pr`,
      `not (${name} pr)`,
      `${name}.${sub} eq "a"`,
      `${name}.${sub} ne "a"`,
      `not (${name}.${sub} co "a")`,
      `${name}[${sub} eq "a" or not (${sub} pr)]`,
    ]);
    expect(filters).not.toEqual([]);
    for (const filter of filters) {
      const { text } = filterSql.condition(parseFilter(filter));
      expect(text).toContain('JSON_TABLE(users.searchKeys');
      expect(text).not.toMatch(/\bEXISTS\b|\bIN\s*\(\s*SELECT\b|\b(ANY|SOME|ALL)\s*\(/i);
    }
  },
);
