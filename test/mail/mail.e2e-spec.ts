import { describe, expect, test } from '@jest/globals';
import type { Mail } from '../../src/messaging/mail/mail.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { Leases } from '../../src/messaging/outbox/leases.js';
import { OutboxService } from '../../src/messaging/outbox/outbox.service.js';
import { MailServer } from '../support/mail-server.js';
import { until } from '../support/until.js';
import { changed, invited, MAIL_FROM, messageIdsOf, TWO_O_CLOCK, MailScene } from '../support/mail-scene.js';

const scene = MailScene.ofFile();

describe('A mail', () => {
  test('goes out once, with the message’s id, as text and as HTML that says the same', async () => {
    scene.startRelay();
    const [id] = await scene.add(1, (to) => ({
      to,
      template: 'invitation',
      values: { organization: 'Ácme & Söhne', person: 'Ada Lovelace', inviter: 'Bob', expiresAt: TWO_O_CLOCK },
      link: { id: 'link-1', purpose: 'invitation' },
    }));
    await until(scene.isIn('sent', id!));
    const [mail, ...others] = scene.server.mails;
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
    const url = `https://muster.example/invitation/${scene.organizationId}/link-1?a=1&to=p0@example.com#secret`;
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
    expect(await scene.row(id!)).toMatchObject({ attempts: 1, leasedBy: null, leasedUntil: null, lastError: null });
    expect(JSON.stringify(await scene.row(id!))).not.toContain('secret');
    for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  const people = { organization: 'Acme', person: 'Ada' };
  const trip = { ...people, organizationId: 'acme-id', passed: 10, limit: 10, people: 120, minutes: 60 };
  test.each<[Mail['template'], Omit<Mail, 'to'>, RegExp, RegExp]>([
    [
      'breaker-tripped',
      { template: 'breaker-tripped', values: { ...trip, isHeld: true } },
      /^Acme: removals of people are held$/,
      /10 of 120 people within 60 minutes[^]*muster breaker release acme-id --all/,
    ],
    [
      'breaker-tripped',
      { template: 'breaker-tripped', values: { ...trip, isHeld: false } },
      /^Acme: unusually many people are removed$/,
      /Nothing is held[^]*muster organization update acme-id --disable-scim/,
    ],
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
      'please-confirm',
      {
        template: 'please-confirm',
        values: { ...people, member: 'Eve', memberAddress: 'eve@example.com', hasKey: false },
        page: 'o/acme-id/people',
      },
      /^Acme: Eve waits to be confirmed$/,
      /has no key of Acme[^]*See who waits:\nhttps:\/\/muster\.example\/#\/o\/acme-id\/people\n/,
    ],
    [
      'people-wait',
      {
        template: 'people-wait',
        values: { ...people, people: 12, first: ['Eve (eve@example.com)', 'Bob (b@example.com)'], hasKey: true },
      },
      /^Acme: 12 people wait to be confirmed$/,
      /Eve \(eve@example\.com\), Bob \(b@example\.com\) and 10 more\.[^]*compare the words/,
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
      /^Acme: your address is about to change$/,
      /your address is now ada@new\.example/,
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
      scene.startRelay();
      const [id] = await scene.add(1, (to) => ({ ...mail, to }) as Mail);
      await until(scene.isIn('sent', id!));
      const [{ headers, bodies }] = scene.server.mails as [MailServer['mails'][number]];
      expect(headers.get('subject')).toMatch(subject);
      expect(bodies.get('text/plain')).toMatch(text);
      expect(bodies.get('text/html')).toContain('Hello Ada,');
    },
  );

  test('is harmless whatever names say: tags, line breaks and turned text', async () => {
    scene.startRelay();
    const evil = 'E\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>"\'\u2028\u202Egnp';
    const [id] = await scene.add(1, (to) => ({
      to,
      template: 'please-confirm',
      values: { organization: evil, person: evil, member: evil, memberAddress: evil },
    }));
    await until(scene.isIn('sent', id!));
    const [{ to, headers, bodies, source }] = scene.server.mails as [MailServer['mails'][number]];
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
      scene.startRelay();
      const [id] = await scene.add(1, () => changed(to));
      await until(scene.isIn('dead', id!));
      expect(scene.server.mails).toEqual([]);
    },
  );
});

describe('What is added', () => {
  test('for one who waits overtakes an invitation of all', async () => {
    await scene.add(50, invited);
    const [id] = await scene.add();
    scene.startRelay();
    await until(() => scene.server.mails.length > 20);
    const place = scene.server.mails.findIndex(({ messageId }) => messageId === messageIdsOf([id!])[0]);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(8 + 4);
  });

  test('with a link that has expired meanwhile is not sent', async () => {
    scene.startRelay();
    const [id] = await scene.add(1, (to) => invited(to, Date.now() - 1));
    await until(scene.isIn('dead', id!));
    expect(await scene.row(id!)).toMatchObject({ lastError: 'Its link has expired before it could be sent' });
    expect(scene.server.mails).toEqual([]);
  });
});

describe('What is added in a transaction', () => {
  test('goes out at once after its commit, long before the next look', async () => {
    scene.startRelay({ pollInterval: 3_600_000 });
    await scene.add(3);
    await until(() => scene.server.mails.length === 3);
    await scene.add(2);
    await until(() => scene.server.mails.length === 5);
  });

  test('never goes out when it is rolled back', async () => {
    scene.startRelay();
    const lost = scene.run(async (transaction) => {
      await scene.muster.app.get(MailService).add(transaction, scene.organizationId, 't', changed('lost@example.com'));
      throw new Error('undone');
    });
    await expect(lost).rejects.toThrow('undone');
    const ids = await scene.add(2);
    await until(scene.isIn('sent', ids[1]!));
    expect(scene.server.to('lost@example.com')).toEqual([]);
  });

  test('goes out when it is due, not before', async () => {
    scene.startRelay();
    const mails = scene.muster.app.get(MailService);
    const later = await scene.run((transaction) =>
      mails.add(transaction, scene.organizationId, 'later', changed('later@example.com'), Date.now() + 3_600_000),
    );
    const [soon] = await scene.add();
    await until(scene.isIn('sent', soon!));
    expect(await scene.row(later)).toMatchObject({ state: 'waiting', attempts: 0 });
    await scene.muster.rows('UPDATE outbox SET dueAt = 0 WHERE id = ?', [later]);
    await until(scene.isIn('sent', later));
  });

  test('is called back by its topic, unless somebody sends it just now', async () => {
    const [first, second] = await scene.add(2);
    const withdraw = (topic: string) =>
      scene.run((transaction) =>
        scene.muster.app.get(OutboxService).withdraw(transaction, scene.organizationId, topic),
      );
    await withdraw('person:0');
    expect(await scene.row(first!)).toMatchObject({ state: 'withdrawn' });
    const lease = await scene.muster.app.get(Leases).take('mail', 10, 60_000);
    expect(lease!.messages.map(({ id }) => id)).toEqual([second]);
    await withdraw('person:1');
    expect(await scene.row(second!)).toMatchObject({ state: 'waiting' });
    await scene.muster.rows('UPDATE outbox SET leasedUntil = 1, dueAt = 1 WHERE id = ?', [second]);
    await withdraw('person:1');
    expect(await scene.row(second!)).toMatchObject({ state: 'withdrawn' });
    scene.startRelay();
    const [third] = await scene.add();
    await until(scene.isIn('sent', third!));
    expect(scene.received()).toEqual(messageIdsOf([third!]));
    expect(await scene.row(first!)).toMatchObject({ state: 'withdrawn' });
    expect(await scene.muster.app.get(Leases).record(lease!, lease!.messages[0]!, { state: 'sent' })).toBe(false);
    expect(await scene.row(second!)).toMatchObject({ state: 'withdrawn' });
  });

  test('of another organization with the same topic stays', async () => {
    const [mine] = await scene.add();
    const other = await scene.muster.newOrganization('Other');
    await scene.run((transaction) => scene.muster.app.get(OutboxService).withdraw(transaction, other, 'person:0'));
    expect(await scene.row(mine!)).toMatchObject({ state: 'waiting' });
  });
});
