import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { MailServer } from '../support/mail-server.js';
import { Muster } from '../support/muster.js';
import { until } from '../support/until.js';

const MAILS = 1_000;
const KILLS = 6;
/** Attempts that the relay has under way at a time: what a kill can leave sent and not noted. */
const CONCURRENCY = 4;

let muster: Muster;
let server: MailServer;
let relay: ChildProcess | undefined;
beforeAll(async () => {
  [muster, server] = await Promise.all([Muster.start(), MailServer.start()]);
}, 60_000);
afterAll(async () => {
  relay?.kill('SIGKILL');
  await Promise.all([muster.stop(), server.down()]);
});

async function started(): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    DATABASE_URL: muster.database.url,
    SMTP_URL: server.url,
    MAIL_FROM: 'muster@post.example',
    MAIL_RATE: '0',
    LOG_LEVEL: 'silent',
  };
  relay = fork('test/support/relay.mjs', { env, execArgv: [] });
  await once(relay, 'message');
  return relay;
}

test('kill -9 of the relay, again and again, loses no mail, and repeats only what was being sent', async () => {
  const organizationId = await muster.newOrganization();
  const mails = Array.from({ length: MAILS }, (_, n) => ({
    topic: `person:${n}`,
    mail: {
      to: `p${n}@example.com`,
      template: 'confirmed' as const,
      values: { organization: 'Acme', person: `Person ${n}` },
    },
  }));
  const ids = await muster.app
    .get(UnitOfWork)
    .run((transaction) => muster.app.get(MailService).addAll(transaction, organizationId, mails));

  let kills = 0;
  while (kills < KILLS) {
    const before = server.mails.length;
    const child = await started();
    const enough = before + 1 + Math.floor(Math.random() * 50);
    await until(() => server.mails.length >= enough);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    kills += 1;
  }
  expect(server.mails.length).toBeLessThan(MAILS + KILLS * CONCURRENCY);
  await started();
  const waiting = () =>
    muster
      .rows<{ n: number }>("SELECT COUNT(*) AS n FROM outbox WHERE state = 'waiting'")
      .then(([row]) => Number(row!.n));
  await until(async () => (await waiting()) === 0, 120_000);

  const states = await muster.rows<{ state: unknown; n: unknown }>(
    'SELECT state, COUNT(*) AS n FROM outbox GROUP BY state',
  );
  expect(states.map(({ state, n }) => [String(state), Number(n)])).toEqual([['sent', MAILS]]);
  const recipientsOf = new Map<string, Set<string>>();
  const times = new Map<string, number>();
  for (const { messageId, to } of server.mails) {
    times.set(messageId, (times.get(messageId) ?? 0) + 1);
    recipientsOf.set(messageId, (recipientsOf.get(messageId) ?? new Set()).add(to.join(',')));
  }
  expect([...times.keys()].toSorted()).toEqual(ids.map((id) => `<${id}@post.example>`).toSorted());
  for (const [index, id] of ids.entries())
    expect([...recipientsOf.get(`<${id}@post.example>`)!]).toEqual([`p${index}@example.com`]);
  expect(server.mails.length - MAILS).toBeLessThanOrEqual(KILLS * CONCURRENCY);
}, 300_000);
