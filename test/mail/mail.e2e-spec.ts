import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../../src/config/load-configuration.js';
import type { Transaction } from '../../src/database/connection.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { LinkRef, LinksService } from '../../src/links/links.service.js';
import { MailChannel } from '../../src/mail/mail.channel.js';
import type { Mail } from '../../src/mail/mail.js';
import { MailService } from '../../src/mail/mail.service.js';
import { MailWriter } from '../../src/mail/mail-writer.js';
import { ChannelRelay } from '../../src/outbox/channel-relay.js';
import { Channels } from '../../src/outbox/channels.js';
import type { Clock } from '../../src/outbox/clock.js';
import { Deliveries } from '../../src/outbox/deliveries.js';
import { Leases } from '../../src/outbox/leases.js';
import type { OutboxRow } from '../../src/outbox/outbox.entity.js';
import { OutboxRepository } from '../../src/outbox/outbox.repository.js';
import { OutboxService } from '../../src/outbox/outbox.service.js';
import { OutboxSignal } from '../../src/outbox/outbox-signal.js';
import { RelayOptions } from '../../src/outbox/relay-options.js';
import { MailServer } from '../support/mail-server.js';
import { Muster } from '../support/muster.js';
import { ServerProcess } from '../support/process.js';
import { until } from '../support/until.js';

const MAIL_FROM = 'muster@post.example';
const QUICK = { pollInterval: 20, minBackoff: 5, maxBackoff: 40 };
/** After which the connection itself gives up a server that says nothing. */
const SILENCE_MS = 20_000;
const TWO_O_CLOCK = Date.UTC(2099, 10, 25, 14, 0);

class TestLinks implements Pick<LinksService, 'url' | 'peopleUrl'> {
  peopleUrl(organizationId: string): string {
    return `https://muster.example/people/${organizationId}`;
  }

  async url({ purpose, organizationId, id, address }: LinkRef): Promise<string> {
    return `https://muster.example/${purpose}/${organizationId}/${id}?a=1&to=${address}#secret`;
  }
}

/** Without an SMTP server of its own: relays are started by the tests. */
let muster: Muster;
let server: MailServer;
let organizationId: string;
const relays: ChannelRelay[] = [];

beforeAll(async () => {
  muster = await Muster.start();
}, 60_000);
afterAll(() => muster.stop());
beforeEach(async () => {
  server = await MailServer.start();
  organizationId = await muster.newOrganization();
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await muster.rows('DELETE FROM outbox');
  await server.down();
});

function newChannel(rate = 0): MailChannel {
  const configuration = loadConfiguration({
    DATABASE_URL: muster.database.url,
    SMTP_URL: server.url,
    MAIL_FROM,
    MAIL_RATE: String(rate),
  });
  return new MailChannel(configuration, new Channels(), new MailWriter(new TestLinks() as unknown as LinksService));
}

function startRelay(options: Partial<RelayOptions> = {}, rate = 0, clock?: Clock): ChannelRelay {
  const { app } = muster;
  const settings = new RelayOptions({ ...QUICK, ...options });
  const relay = new ChannelRelay(
    newChannel(rate),
    app.get(Leases),
    app.get(OutboxSignal),
    app.get(Deliveries),
    settings,
    clock,
  );
  relay.start();
  relays.push(relay);
  return relay;
}

const run = <T>(work: (transaction: Transaction) => Promise<T>) => muster.app.get(UnitOfWork).run(work);

const invited = (to: string, expiresAt = TWO_O_CLOCK): Mail => ({
  to,
  template: 'invitation',
  values: { organization: 'Acme', person: 'Ada', inviter: null, expiresAt },
});

const changed = (to: string): Mail => ({
  to,
  template: 'address-changed',
  values: { organization: 'Acme', person: 'Ada', newAddress: 'ada@new.example' },
});

/** One mail each to so many people, `p0@example.com` and so on. */
function add(count = 1, mail: (to: string) => Mail = changed): Promise<string[]> {
  const mails = Array.from({ length: count }, (_, n) => ({ topic: `person:${n}`, mail: mail(`p${n}@example.com`) }));
  return run((transaction) => muster.app.get(MailService).addAll(transaction, organizationId, mails));
}

async function row(id: string): Promise<OutboxRow> {
  const [found] = await muster.rows<OutboxRow>('SELECT * FROM outbox WHERE id = ?', [id]);
  return { ...found!, state: String(found!.state) as OutboxRow['state'] };
}

const isIn = (state: string, id: string) => async () => (await row(id)).state === state;
const messageIdsOf = (ids: readonly string[]) => ids.map((id) => `<${id}@post.example>`).toSorted();
const received = () => server.mails.map(({ messageId }) => messageId).toSorted();

describe('A mail', () => {
  test('goes out once, with the message’s id, as text and as HTML that says the same', async () => {
    startRelay();
    const [id] = await add(1, (to) => ({
      to,
      template: 'invitation',
      values: { organization: 'Ácme & Söhne', person: 'Ada Lovelace', inviter: 'Bob', expiresAt: TWO_O_CLOCK },
      link: { id: 'link-1', purpose: 'invitation' },
    }));
    await until(isIn('sent', id!));
    const [mail, ...others] = server.mails;
    expect(others).toEqual([]);
    const { from, to, headers, bodies, messageId, source } = mail!;
    expect({ from, to, messageId }).toEqual({
      from: MAIL_FROM,
      to: ['p0@example.com'],
      messageId: `<${id}@post.example>`,
    });
    expect(headers.get('subject')).toBe('Ácme & Söhne: your invitation');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('content-type')).toContain('multipart/alternative');
    const url = `https://muster.example/invitation/${organizationId}/link-1?a=1&to=p0@example.com#secret`;
    const text = bodies.get('text/plain')!;
    expect(text).toContain('Hello Ada Lovelace,\n');
    expect(text).toContain('Bob invites you to join Ácme & Söhne.');
    expect(text).toContain(`Accept the invitation:\n${url}\n`);
    expect(text).toContain('25 November 2099 at 14:00 UTC');
    const html = bodies.get('text/html')!;
    expect(html).toContain('<h1 style="font-size:22px;line-height:1.3">You are invited to Ácme &amp; Söhne</h1>');
    expect(html).toContain(`href="${url.replace('&', '&amp;')}"`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<(img|link|script|iframe|style)\b|url\(|src=/i);
    expect(await row(id!)).toMatchObject({ attempts: 1, leasedBy: null, leasedUntil: null, lastError: null });
    expect(JSON.stringify(await row(id!))).not.toContain('secret');
    for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  const people = { organization: 'Acme', person: 'Ada' };
  test.each<[Mail['template'], Omit<Mail, 'to'>, RegExp, RegExp]>([
    [
      'confirmed',
      { template: 'confirmed', values: people },
      /^Acme: you are confirmed$/,
      /An admin of Acme has confirmed you/,
    ],
    [
      'please-confirm',
      { template: 'please-confirm', values: { ...people, member: 'Eve', memberAddress: 'eve@example.com' } },
      /^Acme: Eve waits to be confirmed$/,
      /Eve \(eve@example\.com\) has accepted/,
    ],
    [
      'sign-in',
      { template: 'sign-in', values: { ...people, expiresAt: TWO_O_CLOCK }, link: { id: 'l', purpose: 'sign-in' } },
      /^Acme: your link to sign in$/,
      /Sign in:\nhttps:\/\/muster\.example\/sign-in\//,
    ],
    [
      'address-changed',
      { template: 'address-changed', values: { ...people, newAddress: 'ada@new.example' } },
      /^Acme: your address shall change$/,
      /your address is ada@new\.example now/,
    ],
    [
      'prove-address',
      {
        template: 'prove-address',
        values: { ...people, expiresAt: TWO_O_CLOCK },
        link: { id: 'l', purpose: 'address' },
      },
      /^Acme: is this your address\?$/,
      /This is my address:\nhttps:\/\/muster\.example\/address\//,
    ],
  ])(
    'of template %s names the organization in its subject and says what it is about',
    async (_, mail, subject, text) => {
      startRelay();
      const [id] = await add(1, (to) => ({ ...mail, to }) as Mail);
      await until(isIn('sent', id!));
      const [{ headers, bodies }] = server.mails as [MailServer['mails'][number]];
      expect(headers.get('subject')).toMatch(subject);
      expect(bodies.get('text/plain')).toMatch(text);
      expect(bodies.get('text/html')).toContain('Hello Ada,');
    },
  );

  test('is harmless whatever names say: tags, line breaks and turned text', async () => {
    startRelay();
    const evil = 'E\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>"\'\u2028\u202Egnp';
    const [id] = await add(1, (to) => ({
      to,
      template: 'please-confirm',
      values: { organization: evil, person: evil, member: evil, memberAddress: evil },
    }));
    await until(isIn('sent', id!));
    const [{ to, headers, bodies, source }] = server.mails as [MailServer['mails'][number]];
    expect(to).toEqual(['p0@example.com']);
    expect([...headers.keys()]).not.toContain('bcc');
    const shown = `E Bcc: all@example.com <script>alert(1)</script>"' gnp`;
    expect(headers.get('subject')).toBe(`${shown}: ${shown} waits to be confirmed`);
    expect(bodies.get('text/plain')).toContain(`Hello ${shown},\n`);
    expect(bodies.get('text/html')).not.toContain('<script');
    expect(bodies.get('text/html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; gnp');
    expect(source).not.toMatch(/\u2028|\u202E/);
  });

  test.each(['a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com', '"x y"@example.com', 'nobody', ''])(
    'to %j goes to nobody, and is given up',
    async (to) => {
      startRelay();
      const [id] = await add(1, () => changed(to));
      await until(isIn('dead', id!));
      expect(server.mails).toEqual([]);
    },
  );
});

describe('What is added', () => {
  test('for one who waits overtakes an invitation of all', async () => {
    await add(50, invited);
    const [id] = await add();
    startRelay();
    await until(() => server.mails.length > 20);
    const place = server.mails.findIndex(({ messageId }) => messageId === messageIdsOf([id!])[0]);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(8 + 4);
  });

  test('with a link that has expired meanwhile is not sent', async () => {
    startRelay();
    const [id] = await add(1, (to) => invited(to, Date.now() - 1));
    await until(isIn('dead', id!));
    expect(await row(id!)).toMatchObject({ lastError: 'Its link has expired before it could be sent' });
    expect(server.mails).toEqual([]);
  });
});

describe('What is added in a transaction', () => {
  test('goes out at once after its commit, long before the next look', async () => {
    startRelay({ pollInterval: 3_600_000 });
    await add(3);
    await until(() => server.mails.length === 3);
    await add(2);
    await until(() => server.mails.length === 5);
  });

  test('never goes out when it is rolled back', async () => {
    startRelay();
    const lost = run(async (transaction) => {
      await muster.app.get(MailService).add(transaction, organizationId, 't', changed('lost@example.com'));
      throw new Error('undone');
    });
    await expect(lost).rejects.toThrow('undone');
    const ids = await add(2);
    await until(isIn('sent', ids[1]!));
    expect(server.to('lost@example.com')).toEqual([]);
  });

  test('goes out when it is due, not before', async () => {
    startRelay();
    const mails = muster.app.get(MailService);
    const later = await run((transaction) =>
      mails.add(transaction, organizationId, 'later', changed('later@example.com'), Date.now() + 3_600_000),
    );
    const [soon] = await add();
    await until(isIn('sent', soon!));
    expect(await row(later)).toMatchObject({ state: 'waiting', attempts: 0 });
    await muster.rows('UPDATE outbox SET dueAt = 0 WHERE id = ?', [later]);
    await until(isIn('sent', later));
  });

  test('is called back by its topic, unless somebody sends it just now', async () => {
    const [first, second] = await add(2);
    const withdraw = (topic: string) =>
      run((transaction) => muster.app.get(OutboxService).withdraw(transaction, organizationId, topic));
    expect(await withdraw('person:0')).toBe(1);
    expect(await withdraw('person:0')).toBe(0);
    const lease = await muster.app.get(Leases).take('mail', 10, 60_000);
    expect(lease!.messages.map(({ id }) => id)).toEqual([second]);
    expect(await withdraw('person:1')).toBe(0);
    await muster.rows('UPDATE outbox SET leasedUntil = 1, dueAt = 1 WHERE id = ?', [second]);
    expect(await withdraw('person:1')).toBe(1);
    startRelay();
    const [third] = await add();
    await until(isIn('sent', third!));
    expect(received()).toEqual(messageIdsOf([third!]));
    expect(await row(first!)).toMatchObject({ state: 'withdrawn' });
    expect(await muster.app.get(Leases).settle(lease!, lease!.messages[0]!, { state: 'sent' })).toBe(false);
    expect(await row(second!)).toMatchObject({ state: 'withdrawn' });
  });

  test('of another organization with the same topic stays', async () => {
    const [mine] = await add();
    const other = await muster.newOrganization('Other');
    await run((transaction) => muster.app.get(OutboxService).withdraw(transaction, other, 'person:0'));
    expect(await row(mine!)).toMatchObject({ state: 'waiting' });
  });
});

describe('A mail server', () => {
  test('that is away loses nothing', async () => {
    await server.down();
    startRelay({ maxAttempts: 1_000 });
    const ids = await add(20);
    await until(async () => (await row(ids[19]!)).attempts > 0);
    expect(await row(ids[19]!)).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('ECONNREFUSED') });
    await server.up();
    for (const id of ids) await until(isIn('sent', id));
    expect(received()).toEqual(messageIdsOf(ids));
  });

  test('that is cut off in the middle gets the mails again, with the same Message-ID', async () => {
    startRelay({ maxAttempts: 1_000 });
    let isHolding = true;
    server.beforeTaking = () => until(() => !isHolding);
    const ids = await add(10);
    await until(async () => (await row(ids[0]!)).leasedBy !== null);
    await server.down();
    isHolding = false;
    server.beforeTaking = async () => undefined;
    await server.up();
    for (const id of ids) await until(isIn('sent', id));
    expect([...new Set(received())]).toEqual(messageIdsOf(ids));
  });

  test('that never answers is left after a while, and the mail is tried again', async () => {
    startRelay({ patience: 500 });
    let calls = 0;
    server.beforeTaking = () => ((calls += 1) === 1 ? new Promise(() => undefined) : Promise.resolve());
    const [id] = await add();
    await until(isIn('sent', id!), SILENCE_MS / 2);
    expect((await row(id!)).attempts).toBeGreaterThan(1);
    expect(received()).toEqual(messageIdsOf([id!]));
  });

  test.each(['RCPT', 'DATA'])('that refuses for now, at %s, is asked again until it takes the mail', async (step) => {
    let refusals = 0;
    server.refuse = (at) => (at === step && (refusals += 1) <= 3 ? { code: 451, text: 'Try later' } : undefined);
    startRelay();
    const [id] = await add();
    await until(isIn('sent', id!));
    expect(await row(id!)).toMatchObject({ attempts: 4, lastError: null });
    expect(received()).toEqual(messageIdsOf([id!]));
  });

  test('that refuses for now too often has had its chances', async () => {
    server.refuse = () => ({ code: 451, text: 'Try later' });
    startRelay({ maxAttempts: 3 });
    const [id] = await add();
    await until(isIn('dead', id!));
    expect(await row(id!)).toMatchObject({ attempts: 3, lastError: expect.stringContaining('Try later') });
  });

  test.each(['RCPT', 'DATA'])(
    'that refuses for good, at %s, is not asked again, until an operator says so',
    async (at) => {
      let asked = 0;
      const long = `${'No such mailbox. '.repeat(30)}`;
      server.refuse = (step, address) =>
        step === at && address === 'p0@example.com' && (asked += 1) > 0 ? { code: 550, text: long } : undefined;
      startRelay();
      const [gone, there] = await add(2);
      await until(isIn('dead', gone!));
      await until(isIn('sent', there!));
      const { attempts, lastError, leasedBy } = await row(gone!);
      expect({ attempts, leasedBy }).toEqual({ attempts: 1, leasedBy: null });
      expect(lastError).toMatch(/^550 No such mailbox\. /);
      expect(lastError).toHaveLength(200);
      const [later] = await add();
      await until(isIn('dead', later!));
      expect(asked).toBe(2);

      server.refuse = () => undefined;
      await muster.app.get(MailService).retry(organizationId, gone!);
      await until(isIn('sent', gone!));
      expect(await row(later!)).toMatchObject({ state: 'dead' });
      expect(await muster.app.get(MailService).retryDead(organizationId)).toBe(1);
      await until(isIn('sent', later!));
      await expect(muster.app.get(MailService).retry(organizationId, gone!)).rejects.toThrow(
        'The mail is sent already',
      );
    },
  );

  test('that refuses the sender has not refused the mail', async () => {
    server.refuse = (step) => (step === 'MAIL' ? { code: 550, text: 'Who are you' } : undefined);
    startRelay();
    const [id] = await add();
    await until(async () => (await row(id!)).attempts > 1);
    expect(await row(id!)).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('Who are you') });
    server.refuse = () => undefined;
    await until(isIn('sent', id!));
  });
});

describe('Relays', () => {
  test('that take at the same time never take the same', async () => {
    const ids = await add(60);
    const leases = muster.app.get(Leases);
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
    const settings = { DATABASE_URL: muster.database.url, SMTP_URL: server.url, MAIL_FROM, MAIL_RATE: '20' };
    const processes = await Promise.all([ServerProcess.start(settings), ServerProcess.start(settings)]);
    const sentBy = async ({ url }: ServerProcess) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/muster_outbox_deliveries_total\{channel="mail",result="sent"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const ids = await add(120);
    await until(() => server.mails.length >= ids.length, 60_000);
    for (const id of ids) await until(isIn('sent', id));
    const shares = await Promise.all(processes.map(sentBy));
    expect(shares[0]! + shares[1]!).toBe(ids.length);
    for (const share of shares) expect(share).toBeGreaterThan(10);
    await Promise.all(processes.map((process) => process.kill('SIGTERM')));
    expect(received()).toEqual(messageIdsOf(ids));
  }, 120_000);

  test('finish what they are sending when they are stopped, and give back the rest', async () => {
    let isHolding = true;
    let held = 0;
    server.beforeTaking = () => {
      held += 1;
      return until(() => !isHolding);
    };
    const relay = startRelay();
    const ids = await add(8);
    const states = async () => (await Promise.all(ids.map(row))).map(({ state, leasedBy }) => [state, leasedBy]);
    await until(() => held === 4);
    expect((await states()).every(([, leasedBy]) => leasedBy !== null)).toBe(true);
    let isStopped = false;
    const stopped = relay.stop().then(() => (isStopped = true));
    await add();
    expect(isStopped).toBe(false);
    isHolding = false;
    await stopped;
    expect((await states()).filter(([state]) => state === 'sent')).toHaveLength(4);
    expect((await states()).filter(([state, by]) => state === 'waiting' && by === null)).toHaveLength(4);
    expect(server.mails).toHaveLength(4);
  });

  test('keep to the rate, whatever is waiting', async () => {
    let now = 0;
    const sentAt: number[] = [];
    const clock: Clock = {
      now: () => now,
      sleep: async (milliseconds) => void (now += milliseconds),
    };
    server.beforeTaking = async () => void sentAt.push(now);
    const ids = await add(45);
    startRelay({}, 10, clock);
    for (const id of ids) await until(isIn('sent', id));
    expect(now).toBeCloseTo(4_400);
    for (let second = 0; second < now; second += 1_000)
      expect(sentAt.filter((at) => at >= second && at < second + 1_000).length).toBeLessThanOrEqual(14);
  });

  test('read the index alone to find what is due, and take by it', async () => {
    await add(3);
    const take = () => muster.app.get(Leases).take('mail', 2, 60_000);
    const statements = [...(await muster.statements.recordedDuring(take))];
    expect(statements).toHaveLength(3);
    for (const statement of statements) {
      const plan = JSON.stringify(await muster.planOf(statement));
      expect(plan).toContain('outbox_due');
      expect(plan).not.toMatch(/"type":"ALL"|SCAN outbox/);
    }
  });

  test('hold up nobody who adds', async () => {
    if (muster.database.kind === 'sqlite') return;
    await add(3);
    await run(async (transaction) => {
      const terms = { id: 'x', channel: 'mail', until: Date.now() + 60_000 };
      expect(await muster.app.get(OutboxRepository).lease(transaction, terms, Date.now(), 2)).toBe(2);
      expect(await add(5)).toHaveLength(5);
    });
  });
});

describe('The server', () => {
  test('without a mail server lets mails wait', async () => {
    const [id] = await add();
    expect(muster.app.get(MailChannel).isConfigured).toBe(false);
    expect(await row(id!)).toMatchObject({ state: 'waiting', attempts: 0, leasedBy: null });
  });

  test('with one sends them, and counts what it does', async () => {
    server.refuse = (step, address) =>
      step === 'RCPT' && address === 'p1@example.com' ? { code: 550, text: 'No' } : undefined;
    const sending = await Muster.start({ SMTP_URL: server.url, MAIL_FROM, MAIL_RATE: '0' });
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
      expect(server.mails).toHaveLength(2);
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
