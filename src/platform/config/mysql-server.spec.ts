import { describe, expect, test } from '@jest/globals';
import { databaseMistake, mysqlServer } from './mysql-server.js';

const AT = 'mysql://muster:secret@db.example:3306/muster';
const server = (DATABASE_URL: string, more = {}) => mysqlServer({ DATABASE_URL, ...more });
const CA = 'of an authority';
const VERIFIED = { rejectUnauthorized: true, verifyIdentity: true };

describe('A MySQL URL', () => {
  test.each([
    [AT, { host: 'db.example', port: 3306, user: 'muster', password: 'secret', database: 'muster' }],
    ['mariadb://db/muster', { host: 'db', port: 3306, user: '', password: '', database: 'muster' }],
    [
      'mysql://m%40a:%2F%3F%23%25@[::1]:3307/a%20b',
      { host: '::1', port: 3307, user: 'm@a', password: '/?#%', database: 'a b' },
    ],
  ])('%s names a server without TLS', (url, expected) => {
    expect(server(url)).toEqual({ ...expected, tls: undefined, options: {} });
  });

  test('passes options on to the driver as what they are', () => {
    expect(
      server(`${AT}?compress=true&connectTimeout=900&socketPath=/run/s.sock&enableKeepAlive=false`).options,
    ).toEqual({
      compress: true,
      connectTimeout: 900,
      socketPath: '/run/s.sock',
      enableKeepAlive: false,
    });
  });

  test.each([
    ['', {}, undefined],
    ['?ssl-mode=DISABLED', {}, undefined],
    ['?ssl=false', {}, undefined],
    ['?ssl-mode=required', {}, { rejectUnauthorized: false, verifyIdentity: false }],
    ['?ssl-mode=VERIFY_CA', {}, { rejectUnauthorized: true, verifyIdentity: false }],
    ['?ssl-mode=VERIFY_IDENTITY', {}, VERIFIED],
    ['?ssl=true', {}, VERIFIED],
    ['?ssl={}', {}, VERIFIED],
    ['?ssl={"rejectUnauthorized":false}', {}, { rejectUnauthorized: false, verifyIdentity: false }],
    ['?ssl={"ca":"mine","minVersion":"TLSv1.3"}', {}, { ...VERIFIED, ca: 'mine', minVersion: 'TLSv1.3' }],
    ['?ssl={"verifyIdentity":false}', {}, { rejectUnauthorized: true, verifyIdentity: false }],
    ['?ssl=Amazon%20RDS', {}, 'Amazon RDS'],
    ['', { DATABASE_SSL_CA: CA }, { ...VERIFIED, ca: CA }],
    ['?ssl-mode=VERIFY_CA', { DATABASE_SSL_CA: CA }, { rejectUnauthorized: true, verifyIdentity: false, ca: CA }],
    ['?ssl=true', { DATABASE_SSL_CERT: 'c', DATABASE_SSL_KEY: 'k' }, { ...VERIFIED, cert: 'c', key: 'k' }],
  ])('with %s and %j asks for TLS: %j', (query, settings, expected) => {
    expect(server(AT + query, settings).tls).toEqual(expected);
  });

  test.each([
    ['mysql://db', 'must be'],
    ['mysql://db/muster#x', 'must be'],
    ['mysql://user:p?ss@db/muster', 'must be'],
    ['mysql://user:%zz@db/muster', 'must be'],
    ['postgres://db/muster', 'must be'],
    [`${AT}?sslmode=require`, 'has an unknown option: sslmode. It takes ssl-mode, ssl, compress,'],
    [`${AT}?multipleStatements=true`, 'has an unknown option: multipleStatements'],
    [`${AT}?flags=MULTI_STATEMENTS`, 'has an unknown option: flags'],
    [`${AT}?__proto__=1`, 'has an unknown option: __proto__'],
    [`${AT}?toString=1`, 'has an unknown option: toString'],
    [`${AT}?s@cret/x=1`, 'has an unknown option: one that is no name'],
    [`${AT}?compress=true&compress=false`, 'has an option twice: compress'],
    [`${AT}?compress=1`, 'must have true or false as compress'],
    [`${AT}?connectTimeout=soon`, 'must have a whole number as connectTimeout'],
    [`${AT}?socketPath=`, 'must have a text as socketPath'],
    [`${AT}?ssl-mode=PREFERRED`, 'must have DISABLED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY as ssl-mode'],
    [`${AT}?ssl-mode=toString`, 'must have DISABLED, REQUIRED'],
    [`${AT}?ssl=yes`, 'must have true, false or JSON of ca,'],
    [`${AT}?ssl={"pfx":"x"}`, 'must have true, false or JSON of ca,'],
    [`${AT}?ssl={"verifyIdentity":"no"}`, 'must have true, false or JSON of ca,'],
    [`${AT}?ssl=null`, 'must have true, false or JSON of ca,'],
    [`${AT}?ssl=true&ssl-mode=REQUIRED`, 'has both ssl-mode and ssl; keep one'],
    ['mysql://10.0.0.1/muster?ssl=true', 'must name its host, not an IP address'],
    ['mysql://[::1]/muster?ssl=true', 'must name its host, not an IP address'],
  ])('%s is a mistake that says what to change, and echoes no value', (url, mistake) => {
    const said = databaseMistake({ DATABASE_URL: url });
    expect(said).toContain(mistake);
    for (const value of ['s@cret', 'p?ss', '%zz', 'PREFERRED', 'soon']) expect(said).not.toContain(value);
  });

  test.each([['?ssl-mode=DISABLED'], ['?ssl=false']])('%s contradicts an authority that is given', (query) => {
    expect(databaseMistake({ DATABASE_URL: AT + query, DATABASE_SSL_CA: CA })).toContain('turns TLS off');
  });

  test.each([['?ssl-mode=REQUIRED'], ['?ssl={"rejectUnauthorized":false}']])(
    '%s would not check the certificate by the authority that is given',
    (query) => {
      expect(databaseMistake({ DATABASE_URL: AT + query, DATABASE_SSL_CA: CA })).toContain('VERIFY_CA');
    },
  );
});
