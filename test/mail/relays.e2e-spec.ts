import { describe, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { MailChannel } from '../../src/messaging/mail/mail.channel.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import type { Clock } from '../../src/messaging/outbox/clock.js';
import { Leases } from '../../src/messaging/outbox/leases.js';
import { OutboxRetention } from '../../src/messaging/outbox/outbox-retention.js';
import { OutboxRepository } from '../../src/messaging/outbox/outbox.repository.js';
import { Muster } from '../support/muster.js';
import { ServerProcess } from '../support/process.js';
import { until } from '../support/until.js';
import { changed, MAIL_FROM, messageIdsOf, MailScene } from '../support/mail-scene.js';

const scene = MailScene.ofFile();
/** After which the connection itself gives up a server that says nothing. */
const SILENCE_MS = 20_000;

describe('What went out long ago', () => {
  test('is forgotten, and nothing that waits or was given up', async () => {
    const ids = await scene.add(5);
    const old = Date.now() - 91 * 86_400_000;
    for (const [index, state] of ['sent', 'withdrawn', 'waiting', 'dead'].entries())
      await scene.muster.rows('UPDATE outbox SET state = ?, dueAt = ? WHERE id = ?', [state, old, ids[index]]);
    await scene.muster.rows("UPDATE outbox SET state = 'sent', dueAt = ? WHERE id = ?", [old + 2 * 86_400_000, ids[4]]);
    await scene.muster.app.get(OutboxRetention).forget();
    const left = await scene.muster.rows<{ id: string }>('SELECT id FROM outbox ORDER BY id');
    expect(left.map(({ id }) => String(id)).filter((id) => ids.includes(id))).toEqual(ids.slice(2));
  });
});

describe('A mail server', () => {
  test('that is away loses nothing', async () => {
    await scene.server.down();
    scene.startRelay({ maxAttempts: 1_000 });
    const ids = await scene.add(20);
    await until(async () => (await scene.row(ids[19]!)).attempts > 0);
    expect(await scene.row(ids[19]!)).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    await scene.server.up();
    for (const id of ids) await until(scene.isIn('sent', id));
    expect(scene.received()).toEqual(messageIdsOf(ids));
  });

  test('that is cut off in the middle gets the mails again, with the same Message-ID', async () => {
    scene.startRelay({ maxAttempts: 1_000 });
    let isHolding = true;
    scene.server.beforeTaking = () => until(() => !isHolding);
    const ids = await scene.add(10);
    await until(async () => (await scene.row(ids[0]!)).leasedBy !== null);
    await scene.server.down();
    isHolding = false;
    scene.server.beforeTaking = async () => undefined;
    await scene.server.up();
    for (const id of ids) await until(scene.isIn('sent', id));
    expect([...new Set(scene.received())]).toEqual(messageIdsOf(ids));
  });

  test('that never answers is left after a while, and the mail is tried again', async () => {
    scene.startRelay({ patience: 500 });
    let calls = 0;
    scene.server.beforeTaking = () => ((calls += 1) === 1 ? new Promise(() => undefined) : Promise.resolve());
    const [id] = await scene.add();
    await until(scene.isIn('sent', id!), SILENCE_MS / 2);
    expect((await scene.row(id!)).attempts).toBeGreaterThan(1);
    expect(scene.received()).toEqual(messageIdsOf([id!]));
  });

  test.each(['RCPT', 'DATA'])('that refuses for now, at %s, is asked again until it takes the mail', async (step) => {
    let refusals = 0;
    scene.server.refuse = (at) => (at === step && (refusals += 1) <= 3 ? { code: 451, text: 'Try later' } : undefined);
    scene.startRelay();
    const [id] = await scene.add();
    await until(scene.isIn('sent', id!));
    expect(await scene.row(id!)).toMatchObject({ attempts: 4, lastError: null });
    expect(scene.received()).toEqual(messageIdsOf([id!]));
  });

  test('that refuses for now too often has had its chances', async () => {
    scene.server.refuse = () => ({ code: 451, text: 'Try later' });
    scene.startRelay({ maxAttempts: 3 });
    const [id] = await scene.add();
    await until(scene.isIn('dead', id!));
    expect(await scene.row(id!)).toMatchObject({ attempts: 3, lastError: expect.stringContaining('Try later') });
  });

  test.each(['RCPT', 'DATA'])(
    'that refuses for good, at %s, is not asked again, until an operator says so',
    async (at) => {
      let asked = 0;
      const long = `${'No such mailbox. '.repeat(30)}`;
      scene.server.refuse = (step, address) =>
        step === at && address === 'p0@example.com' && (asked += 1) > 0 ? { code: 550, text: long } : undefined;
      scene.startRelay();
      const [gone, there] = await scene.add(2);
      await until(scene.isIn('dead', gone!));
      await until(scene.isIn('sent', there!));
      const { attempts, lastError, leasedBy } = await scene.row(gone!);
      expect({ attempts, leasedBy }).toEqual({ attempts: 1, leasedBy: null });
      expect(lastError).toMatch(/^550 No such mailbox\. /);
      expect(lastError).toHaveLength(200);
      const [later] = await scene.add();
      await until(scene.isIn('dead', later!));
      expect(asked).toBe(2);

      scene.server.refuse = () => undefined;
      await scene.muster.app.get(MailService).retry(scene.organizationId, gone!);
      await until(scene.isIn('sent', gone!));
      expect(await scene.row(later!)).toMatchObject({ state: 'dead' });
      expect(await scene.muster.app.get(MailService).retryDead(scene.organizationId)).toBe(1);
      await until(scene.isIn('sent', later!));
      await expect(scene.muster.app.get(MailService).retry(scene.organizationId, gone!)).rejects.toThrow(
        'The mail is sent already',
      );
    },
  );

  test('that refuses the sender has not refused the mail', async () => {
    scene.server.refuse = (step) => (step === 'MAIL' ? { code: 550, text: 'Who are you' } : undefined);
    scene.startRelay();
    const [id] = await scene.add();
    await until(async () => (await scene.row(id!)).attempts > 1);
    expect(await scene.row(id!)).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('Who are you') });
    scene.server.refuse = () => undefined;
    await until(scene.isIn('sent', id!));
  });
});

describe('Relays', () => {
  test('that take at the same time never take the same', async () => {
    const ids = await scene.add(60);
    const leases = scene.muster.app.get(Leases);
    const taken: string[] = [];
    const taker = async () => {
      for (;;) {
        const lease = await leases.take('mail', 3, 60_000);
        if (!lease) return;
        taken.push(...lease.messages.map(({ id }) => id));
      }
    };
    await Promise.all(Array.from({ length: 8 }, taker));
    if (taken.length < ids.length) await taker();
    expect(taken.toSorted()).toEqual(ids);
  });

  test('in two processes on one database send each mail once, and share the work', async () => {
    const settings = {
      DATABASE_URL: scene.muster.database.url,
      SMTP_URL: scene.server.url,
      MAIL_FROM,
      MAIL_RATE: '20',
    };
    const processes = await Promise.all([ServerProcess.start(settings), ServerProcess.start(settings)]);
    const sentBy = async ({ url }: ServerProcess) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/muster_outbox_deliveries_total\{channel="mail",result="sent"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const ids = await scene.add(120);
    await until(() => scene.server.mails.length >= ids.length, 60_000);
    for (const id of ids) await until(scene.isIn('sent', id));
    const shares = await Promise.all(processes.map(sentBy));
    expect(shares[0]! + shares[1]!).toBe(ids.length);
    for (const share of shares) expect(share).toBeGreaterThan(10);
    await Promise.all(processes.map((process) => process.kill('SIGTERM')));
    expect(scene.received()).toEqual(messageIdsOf(ids));
  }, 120_000);

  test('finish what they are sending when they are stopped, and give back the rest', async () => {
    let isHolding = true;
    let held = 0;
    scene.server.beforeTaking = () => {
      held += 1;
      return until(() => !isHolding);
    };
    const relay = scene.startRelay();
    const ids = await scene.add(8);
    const states = async () =>
      (await Promise.all(ids.map((id) => scene.row(id)))).map(({ state, leasedBy }) => [state, leasedBy]);
    await until(() => held === 4);
    expect((await states()).every(([, leasedBy]) => leasedBy !== null)).toBe(true);
    let isStopped = false;
    const stopped = relay.stop().then(() => (isStopped = true));
    await scene.add();
    expect(isStopped).toBe(false);
    isHolding = false;
    await stopped;
    expect((await states()).filter(([state]) => state === 'sent')).toHaveLength(4);
    expect((await states()).filter(([state, by]) => state === 'waiting' && by === null)).toHaveLength(4);
    expect(scene.server.mails).toHaveLength(4);
  });

  test('keep to the rate, whatever is waiting', async () => {
    let now = 0;
    const sentAt: number[] = [];
    const clock: Clock = {
      now: () => now,
      sleep: async (milliseconds) => void (now += milliseconds),
    };
    scene.server.beforeTaking = async () => void sentAt.push(now);
    const ids = await scene.add(45);
    scene.startRelay({}, 10, clock);
    for (const id of ids) await until(scene.isIn('sent', id));
    expect(now).toBeCloseTo(4_400);
    for (let second = 0; second < now; second += 1_000)
      expect(sentAt.filter((at) => at >= second && at < second + 1_000).length).toBeLessThanOrEqual(14);
  });

  test('read the index alone to find what is due, and take by it', async () => {
    await scene.add(3);
    const take = () => scene.muster.app.get(Leases).take('mail', 2, 60_000);
    const statements = [...(await scene.muster.statements.recordedDuring(take))];
    expect(statements).toHaveLength(3);
    for (const statement of statements) {
      const plan = JSON.stringify(await scene.muster.planOf(statement));
      expect(plan).toContain('outbox_due');
      expect(plan).not.toMatch(/"type":"ALL"|SCAN outbox/);
    }
  });

  test('hold up nobody who adds', async () => {
    if (scene.muster.database.kind === 'sqlite') return;
    await scene.add(3);
    await scene.run(async (transaction) => {
      const terms = { id: 'x', channel: 'mail', until: Date.now() + 60_000 };
      expect(await scene.muster.app.get(OutboxRepository).lease(transaction, terms, Date.now(), 2)).toBe(2);
      expect(await scene.add(5)).toHaveLength(5);
    });
  });
});

describe('The server', () => {
  test('without a mail server lets mails wait', async () => {
    const [id] = await scene.add();
    expect(scene.muster.app.get(MailChannel).isConfigured).toBe(false);
    expect(await scene.row(id!)).toMatchObject({ state: 'waiting', attempts: 0, leasedBy: null });
  });

  test('with one sends them, and counts what it does', async () => {
    scene.server.refuse = (step, address) =>
      step === 'RCPT' && address === 'p1@example.com' ? { code: 550, text: 'No' } : undefined;
    const sending = await Muster.start({ SMTP_URL: scene.server.url, MAIL_FROM, MAIL_RATE: '0' });
    try {
      const acme = await sending.newOrganization();
      const mails = [0, 1, 2].map((n) => ({ topic: `${n}`, mail: changed(`p${n}@example.com`) }));
      mails.push({ ...mails[0]!, topic: 'later' });
      await sending.app
        .get(UnitOfWork)
        .run((transaction) =>
          sending.app
            .get(MailService)
            .addAll(transaction, acme, [...mails.slice(0, 3), { ...mails[3]!, dueAt: Date.now() + 3_600_000 }]),
        );
      const metrics = async () => (await fetch(`${sending.url}/metrics`)).text();
      await until(async () => (await metrics()).includes('muster_outbox_messages{channel="mail",state="waiting"} 1'));
      const text = await metrics();
      expect(text).toContain('muster_outbox_deliveries_total{channel="mail",result="sent"} 2');
      expect(text).toContain('muster_outbox_deliveries_total{channel="mail",result="dead"} 1');
      expect(text).toContain('muster_outbox_messages{channel="mail",state="dead"} 1');
      expect(scene.server.mails).toHaveLength(2);
      expect(await (await fetch(`${sending.url}/readyz`)).json()).toMatchObject({
        info: { mail: { smtp: 'configured' } },
      });
      expect(await sending.app.get(MailService).progress(acme)).toMatchObject({
        waiting: 1,
        sent: 2,
        dead: 1,
        withdrawn: 0,
        sentPerMinute: 2,
      });
    } finally {
      await sending.stop();
    }
  });
});
