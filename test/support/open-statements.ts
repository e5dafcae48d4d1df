import type { DataSource } from 'typeorm';
import { openTables, unquoted } from './organization-scopes.js';

/** What is asked across organizations on purpose, and why. */
const ACROSS: readonly (readonly [because: string, statement: RegExp])[] = [
  [
    'a key is found by its public id, and says whose it is',
    /^SELECT k\.\*, .* FROM scim_keys k JOIN .* WHERE k\.id = \?$/,
  ],
  [
    'the same for keys of applications',
    /^SELECT .* FROM application_keys ApplicationKey WHERE \(\(ApplicationKey\.id = \?\)\) LIMIT 1$/,
  ],
  [
    'a migration starts the chain of each organization',
    /^SELECT organizationId FROM event_sequences WHERE lastHash = ''$/,
  ],
  [
    'a worker looks for the queues that are due',
    /^SELECT .* FROM async_queues AsyncQueue WHERE \(\(AsyncQueue\.dueAt <= /,
  ],
  ['a worker looks for the endpoints that are due', /^SELECT e\.organizationId, e\.id FROM webhook_endpoints e /],
  [
    'a relay looks for what is due',
    /^SELECT id FROM outbox (.* )?WHERE channel = \? AND state = 'waiting' AND dueAt <= /,
  ],
  [
    'a relay leases what is due',
    /^UPDATE outbox .*SET leasedBy = \?, .* WHERE channel = \? AND state = 'waiting' AND dueAt <= /,
  ],
  [
    'a relay reads what it has leased',
    /^SELECT organizationId, id, payload, attempts FROM outbox .* AND leasedBy = \? /,
  ],
  ['what went out long ago is forgotten', /^DELETE FROM outbox WHERE channel = \? AND state = \? AND dueAt < /],
  [
    'a metric counts mails',
    /^SELECT (state, )?COUNT\(\*\) AS messages FROM outbox (INDEXED BY \w+ |FORCE INDEX \(\w+\) )?WHERE channel = /,
  ],
  [
    'a metric counts removals that wait',
    /^SELECT COUNT\(1\) AS cnt FROM held_removals \w+ WHERE \(\(?\w+\.discardedAt IS NULL\)\)?$/,
  ],
  [
    'keys that will expire are looked for, to tell the admins of each',
    /^SELECT .* FROM (scim|application)_keys (\w+) WHERE \(+\2\.expiresAt > /,
  ],
  [
    'rotations that have expired are looked for, to remove each',
    /^SELECT .* FROM key_rotations KeyRotation WHERE \(\(KeyRotation\.expiresAt <= [\d?]+\)\)$/,
  ],
  [
    'walks that nobody went on with are forgotten',
    /^DELETE FROM walks WHERE expiresAt <= \? ORDER BY expiresAt LIMIT /,
  ],
  ['a metric counts requests that wait', /^SELECT SUM\(AsyncQueue\.waiting\) AS SUM FROM async_queues AsyncQueue$/],
  [
    'a metric counts endpoints that are behind',
    /^SELECT COUNT\(\*\) AS endpoints, MIN\(ev\.time\) AS oldest FROM webhook_endpoints e /,
  ],
];

/** The tables whose rows are each of one organization. */
export function tablesOfOrganizations(dataSource: DataSource): ReadonlySet<string> {
  const tables = dataSource.entityMetadatas.filter(({ columns }) =>
    columns.some(({ propertyName, isNullable }) => propertyName === 'organizationId' && !isNullable),
  );
  return new Set(tables.map(({ tableName }) => tableName));
}

/** @throws where one of them leaves the organization of a table open, and is not among those that may */
export function refuseOpenStatements(statements: readonly string[], tables: ReadonlySet<string>): void {
  const open = statements
    .filter((statement) => !ACROSS.some(([, pattern]) => pattern.test(unquoted(statement))))
    .map((statement) => ({ statement, tables: openTables(statement, tables) }))
    .filter((found) => found.tables.length > 0);
  if (open.length > 0)
    throw new Error(
      open.map((found) => `The organization of ${found.tables.join(', ')} is open in: ${found.statement}`).join('\n'),
    );
}
