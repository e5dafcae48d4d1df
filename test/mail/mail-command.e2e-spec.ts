import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { withMuster } from '../support/muster.js';
import { muster as command } from '../support/process.js';

// Each command is a process that starts anew.
jest.setTimeout(120_000);

const muster = withMuster();
let organizationId: string;
let other: string;
let ids: string[];
beforeAll(async () => {
  organizationId = await muster.newOrganization();
  other = await muster.newOrganization('Other');
  const mails = ['Ada', 'Bob', 'Cy', 'Dee'].map((person) => ({
    topic: person,
    mail: {
      to: `${person.toLowerCase()}@example.com`,
      template: 'confirmed' as const,
      values: { organization: 'Acme', person },
    },
  }));
  ids = await muster.app
    .get(UnitOfWork)
    .run((transaction) => muster.app.get(MailService).addAll(transaction, organizationId, mails));
  const set = (id: string, values: string) => muster.rows(`UPDATE outbox SET ${values} WHERE id = ?`, [id]);
  await set(ids[1]!, `state = 'sent', sentAt = ${Date.now()}, dueAt = ${Date.now()}, attempts = 1`);
  await set(ids[2]!, `state = 'dead', lastError = '550 No such mailbox', attempts = 12`);
  await set(ids[3]!, `state = 'dead', lastError = '550 No such mailbox', attempts = 12`);
}, 60_000);

const run = (...words: string[]) => command(['mail', ...words], { DATABASE_URL: muster.database.url });
const json = async (...words: string[]) => {
  const { code, stdout, stderr } = await run(...words, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

describe('muster mail', () => {
  test('list: newest first, all or those of a state', async () => {
    const listed = await json('list', organizationId);
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed());
    expect(listed[0]).toEqual({
      id: ids[3],
      state: 'dead',
      template: 'confirmed',
      to: 'dee@example.com',
      created: expect.stringMatching(/^20.*Z$/),
      sent: null,
      due: null,
      attempts: 12,
      lastError: '550 No such mailbox',
    });
    expect(await json('list', organizationId, '--state', 'sent')).toMatchObject([{ id: ids[1], state: 'sent' }]);
    expect(await json('list', other, '--limit', '2')).toEqual([]);
    expect((await run('list', organizationId)).stdout).toContain('dee@example.com');
  }, 120_000);

  test('show: the mail as its reader sees it, of its organization alone', async () => {
    expect(await json('show', organizationId, ids[0]!)).toMatchObject({
      id: ids[0],
      state: 'waiting',
      to: 'ada@example.com',
      subject: 'Acme: you are confirmed',
      text: expect.stringContaining('Hello Ada,\n'),
      link: `http://localhost:3000/people/${organizationId}`,
    });
    expect((await run('show', organizationId, ids[0]!)).stdout).toContain('Hello Ada,\n');
    for (const words of [
      ['show', other, ids[0]!],
      ['retry', other, ids[2]!],
    ]) {
      const { code, stderr } = await run(...words);
      expect([code, stderr]).toEqual([1, 'error: The organization has no such mail\n']);
    }
  }, 120_000);

  test('status: of an organization and of all', async () => {
    const progress = { waiting: 1, sent: 1, dead: 2, withdrawn: 0, sentPerMinute: 1 };
    const now = Date.now();
    const status = await json('status', organizationId);
    expect(status).toMatchObject(progress);
    expect(Date.parse(status.estimatedEnd)).toBeGreaterThanOrEqual(now + 60_000);
    expect(await json('status')).toMatchObject(progress);
    expect(await json('status', other)).toEqual({
      waiting: 0,
      sent: 0,
      dead: 0,
      withdrawn: 0,
      sentPerMinute: 0,
      estimatedEnd: null,
    });
  }, 120_000);

  test('retry: one, or all that were given up', async () => {
    expect((await run('retry', organizationId, ids[2]!, '--all-dead')).code).toBe(2);
    expect((await run('retry', organizationId, ids[1]!)).stderr).toBe('error: The mail is sent already\n');
    expect(await json('retry', organizationId, ids[2]!)).toEqual({ waiting: 1 });
    expect(await json('retry', other, '--all-dead')).toEqual({ waiting: 0 });
    expect(await json('retry', organizationId, '--all-dead')).toEqual({ waiting: 1 });
    const listed = await json('list', organizationId, '--state', 'waiting');
    expect(listed.map(({ attempts }: { attempts: number }) => attempts)).toEqual([0, 0, 0]);
  }, 120_000);
});
