import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import sql from 'sql-template-tag';
import { ConflictError, UniqueViolationError } from '../../src/platform/database/database-errors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Muster } from '../support/muster.js';
import { muster as command, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

let muster: Muster;
beforeAll(async () => {
  muster = await Muster.start();
});
afterAll(() => muster.stop());

const secret = (name: string) => sql`INSERT INTO server_secrets (name, value) VALUES (${name}, '')`;
const rename = (name: string) => sql`UPDATE server_secrets SET value = 'changed' WHERE name = ${name}`;
const unitOfWork = () => muster.app.get(UnitOfWork);
const names = async (start: string) =>
  (await muster.rows<{ name: string }>('SELECT name FROM server_secrets')).flatMap(({ name }) =>
    String(name).startsWith(start) ? [String(name)] : [],
  );

describe('Statements that are sent behind one that fails', () => {
  test('are not kept; the first error counts, also for who waits for a later one', async () => {
    await unitOfWork().run((transaction) => transaction.send(secret('twice')));
    const failing = unitOfWork().run(async (transaction) => {
      transaction.send(secret('twice'));
      transaction.send(secret('behind-first'));
      await transaction.execute(secret('behind-second')).catch(() => undefined);
      transaction.send(secret('behind-third'));
    });
    await expect(failing).rejects.toBeInstanceOf(UniqueViolationError);
    expect(await names('behind')).toEqual([]);
  });

  test('are not kept when an expectation is not met, nor what came before', async () => {
    const failing = unitOfWork().run((transaction) => {
      transaction.send(secret('expected-first'));
      transaction.send(rename('nobody'), {
        changed: (rows) => {
          if (rows === 0) throw new RangeError('nothing was changed');
        },
      });
      transaction.send(secret('expected-second'));
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    expect(await names('expected')).toEqual([]);
  });
});

/** What only a server does to those who are connected to it. */
if (process.env['TEST_DATABASE_URL']) {
  describe('A deadlock', () => {
    test('leaves nothing of what was sent behind it', async () => {
      await unitOfWork().run((transaction) => {
        transaction.send(secret('left'));
        transaction.send(secret('right'));
      });
      const crossing = (first: string, second: string) =>
        unitOfWork().once(async (transaction) => {
          await transaction.execute(rename(first));
          await delay(300);
          transaction.send(rename(second));
          transaction.send(secret(`deadlock-${first}`));
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
