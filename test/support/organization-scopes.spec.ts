import { describe, expect, test } from '@jest/globals';
import { openTables } from './organization-scopes.js';

const tables = new Set(['users', 'member_keys', 'user_emails', 'groups', 'links', 'events']);
const KEYS = 'LEFT JOIN member_keys k ON k.organizationId = u.organizationId AND k.userId = u.id';

describe('The organization of each table is given in', () => {
  test.each([
    'SELECT * FROM users WHERE organizationId = ? AND id = ?',
    'SELECT u.id FROM `users` u FORCE INDEX (users_id) WHERE u.organizationId = ? AND (u.id > ? OR u.status = ?)',
    'SELECT u.id FROM users u INDEXED BY users_id WHERE (u.organizationId = ? AND u.id > ?)',
    `SELECT u.id FROM users u ${KEYS} WHERE u.organizationId = ?`,
    'SELECT e.userId FROM user_emails e JOIN users u ON u.organizationId = e.organizationId AND u.id = e.userId WHERE u.organizationId = ?',
    'SELECT id FROM users WHERE organizationId = ? AND EXISTS (SELECT 1 FROM user_emails e WHERE e.organizationId = users.organizationId AND e.userId = users.id)',
    'SELECT id FROM (SELECT id FROM users WHERE organizationId = ? UNION SELECT userId AS id FROM user_emails WHERE organizationId = ?) AS found',
    'SELECT u.id FROM (SELECT id FROM users WHERE organizationId = ?) AS found JOIN users u ON u.organizationId = ? AND u.id = found.id',
    'UPDATE member_keys SET keyVersion = ? WHERE organizationId = ? AND userId IN (SELECT id FROM users WHERE organizationId = ?)',
    'DELETE FROM links WHERE organizationId IN (?, ?) AND id = ?',
    'INSERT INTO links (organizationId, id) VALUES (?, ?), (?, ?)',
    'INSERT INTO links (organizationId, id) SELECT organizationId, ? FROM users WHERE organizationId = ?',
    "SELECT id FROM users WHERE organizationId = ? AND title = 'a) OR (b'",
    'SELECT s.n FROM server_secrets s WHERE s.name = ?',
    'SELECT u.id FROM users u CROSS JOIN events e WHERE u.organizationId = ? AND e.organizationId = u.organizationId',
    'WITH RECURSIVE above (id) AS (SELECT id FROM groups WHERE organizationId = ? UNION SELECT g.id FROM groups g JOIN above a ON g.organizationId = ? AND g.id = a.id) SELECT id FROM above',
  ])('%s', (statement) => {
    expect(openTables(statement, tables)).toEqual([]);
  });
});

describe('The organization of a table is open in', () => {
  test.each([
    ['SELECT * FROM users WHERE id = ?', ['users']],
    ['SELECT organizationId FROM users WHERE id = ? ORDER BY organizationId', ['users']],
    ['SELECT * FROM users WHERE organizationId = ? OR id = ?', ['users']],
    ['SELECT * FROM users WHERE (organizationId = ? OR 1 = 1) AND id = ?', ['users']],
    ['SELECT * FROM users WHERE NOT (organizationId = ?)', ['users']],
    ['SELECT * FROM users WHERE organizationId <> ?', ['users']],
    ['SELECT * FROM users WHERE organizationId = organizationId', ['users']],
    ['SELECT u.id FROM users u LEFT JOIN member_keys k ON k.userId = u.id WHERE u.organizationId = ?', ['member_keys']],
    [`SELECT u.id FROM users u ${KEYS} WHERE u.id = ?`, ['users', 'member_keys']],
    ['SELECT u.id FROM users u LEFT JOIN links l ON u.organizationId = ? AND l.organizationId = ?', ['users']],
    [
      'SELECT id FROM users WHERE organizationId = ? AND id IN (SELECT userId FROM user_emails WHERE value = ?)',
      ['user_emails'],
    ],
    ['SELECT (SELECT COUNT(*) FROM events) FROM users WHERE organizationId = ?', ['events']],
    [
      'SELECT id FROM users WHERE id = ? AND EXISTS (SELECT 1 FROM links l WHERE l.organizationId = users.organizationId)',
      ['users', 'links'],
    ],
    [
      'SELECT id FROM users WHERE organizationId = ? UNION SELECT userId FROM user_emails WHERE value = ?',
      ['user_emails'],
    ],
    ['SELECT u.id FROM users u, links l WHERE u.organizationId = ? AND l.userId = u.id', ['links']],
    ['SELECT u.id FROM users u CROSS JOIN events e WHERE e.organizationId = u.organizationId', ['users', 'events']],
    ['UPDATE users SET organizationId = ? WHERE id = ?', ['users']],
    [
      'UPDATE member_keys SET keyVersion = ? WHERE organizationId = ? AND userId IN (SELECT id FROM users WHERE status = ?)',
      ['users'],
    ],
    ['DELETE FROM links', ['links']],
    ['INSERT INTO links (id) VALUES (?)', ['links']],
    ['INSERT INTO links (organizationId, id) SELECT organizationId, ? FROM users WHERE id = ?', ['users']],
    ['DELETE FROM links WHERE organizationId IN (SELECT organizationId FROM users) AND id = ?', ['links', 'users']],
    ['SELECT id FROM users WHERE CASE WHEN organizationId = ? THEN 1 ELSE 1 END = 1', ['users']],
  ])('%s', (statement, open) => {
    expect(openTables(statement, tables)).toEqual(open);
  });
});
