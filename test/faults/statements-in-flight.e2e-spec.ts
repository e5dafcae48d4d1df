import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import sql from 'sql-template-tag';
import { ConflictError, UniqueViolationError } from '../../src/platform/database/database-errors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { withMuster } from '../support/muster.js';
import { muster as command, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

const muster = withMuster();

const secret = (name: string) => sql`INSERT INTO server_secrets (name, value) VALUES (${name}, '')`;
const rename = (name: string) => sql`UPDATE server_secrets SET value = 'changed' WHERE name = ${name}`;
const unitOfWork = () => muster.app.get(UnitOfWork);
const names = async (start: string) =>
  (await muster.rows<{ name: string }>('SELECT name FROM server_secrets')).flatMap(({ name }) =>
    String(name).startsWith(start) ? [String(name)] : [],
  );

describe('Statements that are begun at once in a transaction', () => {
  test('do not run behind one that fails for good, and nothing is kept though nobody looks at the error', async () => {
    const failing = unitOfWork().run(async (transaction) => {
      await transaction.execute(secret('before'));
      const outcomes = await Promise.allSettled([
        transaction.execute(sql`INSERT INTO no_such_table (name) VALUES ('x')`),
        transaction.execute(secret('behind')),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    });
    await expect(failing).rejects.toThrow(/no_such_table/);
    expect(await names('be')).toEqual([]);
  });

  test('go on behind a value that is taken, which the caller can mend', async () => {
    await unitOfWork().run((transaction) => transaction.execute(secret('taken')));
    await unitOfWork().run(async (transaction) => {
      await expect(transaction.execute(secret('taken'))).rejects.toBeInstanceOf(UniqueViolationError);
      await transaction.execute(secret('taken-2'));
    });
    expect(await names('taken')).toEqual(['taken', 'taken-2']);
  });

  test('do not run when the transaction has ended without them', async () => {
    let late: Promise<unknown> | undefined;
    const failing = unitOfWork().run((transaction) => {
      late = Promise.allSettled([transaction.execute(secret('late-1')), transaction.execute(secret('late-2'))]);
      throw new RangeError('ended');
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    await late;
    expect(await names('late')).toEqual([]);
  });
});

describe('A repository of TypeORM', () => {
  const row = (name: string) => ({ name, value: '' });
  const repository = () => muster.dataSource.getRepository('server_secrets');

  test('writes in the transaction that it is asked for', async () => {
    const failing = unitOfWork().run(async (transaction) => {
      const secrets = transaction.of(repository());
      await secrets.insert(row('entity'));
      expect(await transaction.execute(rename('entity'))).toBe(1);
      expect(String((await secrets.findOneBy({ name: 'entity' }))?.['value'])).toBe('changed');
      throw new RangeError('ended');
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    expect(await names('entity')).toEqual([]);
  });

  test('says what is taken in the terms of Muster, and is in the log like a statement', async () => {
    await unitOfWork().run((transaction) => transaction.of(repository()).save(row('saved')));
    const again = unitOfWork().run((transaction) => transaction.of(repository()).insert(row('saved')));
    await expect(again).rejects.toBeInstanceOf(UniqueViolationError);
    const read = () => unitOfWork().read((connection) => connection.of(repository()).findBy({ name: 'saved' }));
    const statements = await muster.statements.during(async () => expect(await read()).toHaveLength(1));
    expect(statements.filter((text) => text.includes('server_secrets'))).toHaveLength(1);
  });
});

/** What only a server does to those who are connected to it. */
if (process.env['TEST_DATABASE_URL']) {
  describe('A deadlock', () => {
    test('leaves nothing of what was begun behind it', async () => {
      await unitOfWork().run(async (transaction) => {
        await transaction.execute(secret('left'));
        await transaction.execute(secret('right'));
      });
      const crossing = (first: string, second: string) =>
        unitOfWork().once(async (transaction) => {
          await transaction.execute(rename(first));
          await delay(300);
          await Promise.allSettled([
            transaction.execute(rename(second)),
            transaction.execute(secret(`deadlock-${first}`)),
          ]);
        });
      const outcomes = await Promise.allSettled([crossing('left', 'right'), crossing('right', 'left')]);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      expect(lost!.reason).toBeInstanceOf(ConflictError);
      const kept = ['left', 'right'].filter((_, index) => outcomes[index]!.status === 'fulfilled');
      expect(await names('deadlock')).toEqual(kept.map((name) => `deadlock-${name}`));
      expect(kept).toHaveLength(1);
    });
  });

  describe('A server of its own', () => {
    let server: ServerProcess;
    let client: ScimClient;
    let organizationId: string;
    let operator: Connection;
    beforeAll(async () => {
      const environment = { DATABASE_URL: muster.database.url, DATABASE_POOL_SIZE: '2' };
      server = await ServerProcess.start(environment);
      const created = await command(['organization', 'create', 'Acme', '--enable-scim', '--json'], environment);
      organizationId = JSON.parse(created.stdout).id;
      const { key } = JSON.parse((await command(['key', 'create', organizationId, '--json'], environment)).stdout);
      client = new ScimClient(`${server.url}/scim/v2/${organizationId}`, key);
      operator = await createConnection(muster.database.url);
    }, 60_000);
    afterAll(async () => {
      await operator.end();
      await server.kill('SIGTERM');
    });

    test('goes on when an operator ends the connection of a write that waits, which is refused', async () => {
      const user = await client.newUser();
      await operator.beginTransaction();
      await operator.query('SELECT id FROM users WHERE organizationId = ? AND id = ? FOR UPDATE', [
        organizationId,
        user.id,
      ]);
      const change = client.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'title', value: 'Pilot' }]);
      await endWaiting(operator);
      const { status, json } = await change;
      await operator.rollback();
      expect([status, json.detail]).toEqual([503, expect.stringContaining('was not carried out')]);
      const again = await client.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'title', value: 'Pilot' }]);
      expect(again.status).toBe(200);
      expect((await client.get(`/Users/${user.id}`)).json.title).toBe('Pilot');
    }, 30_000);

    // Whoever else is on that server sends text meanwhile.
    test('answers and writes when the database prepares no more statements', async () => {
      const [[before]] = (await operator.query('SELECT @@max_prepared_stmt_count AS number')) as never as [
        [{ number: number }],
      ];
      await operator.query('SET GLOBAL max_prepared_stmt_count = 0');
      try {
        for (let round = 0; round < 5; round += 1) {
          const { id, userName } = await client.newUser();
          expect((await client.get(`/Users/${id}`)).json.userName).toBe(userName);
          const emails = [{ value: `${userName}@example.com`, type: 'work', primary: true }];
          expect((await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: emails }])).status).toBe(
            200,
          );
          expect((await client.get(`/Users/${id}`)).json.emails).toEqual(emails);
        }
      } finally {
        await operator.query('SET GLOBAL max_prepared_stmt_count = ?', [before.number]);
      }
    });
  });
}

/** Ends the connection to this database that waits for a lock, as soon as there is one. */
async function endWaiting(operator: Connection): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [rows] = (await operator.query(
      `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%FOR UPDATE'`,
    )) as never as [{ id: number }[]];
    const [waiting] = rows;
    if (waiting) return void (await operator.query(`KILL ${waiting.id}`));
    await delay(50);
  }
  throw new Error('Nobody waits');
}
