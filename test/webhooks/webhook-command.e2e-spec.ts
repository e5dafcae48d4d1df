import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster } from '../support/process.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { ALLOWED } from '../support/webhook-scene.js';

// Each command is a process that starts anew.
jest.setTimeout(120_000);

let database: TestDatabase;
let receiver: WebhookReceiver;
let organizationId: string;
let other: string;
let id: string;
beforeAll(async () => {
  [database, receiver] = await Promise.all([newDatabase(), WebhookReceiver.start()]);
  organizationId = (await organization('Acme')).id;
  other = (await organization('Other')).id;
});
afterAll(async () => {
  await receiver.down();
  await database.drop();
});

const run = (...words: string[]) => muster(words, { DATABASE_URL: database.url, ...ALLOWED });
const json = async (...words: string[]) => {
  const { code, stdout, stderr } = await run(...words, '--json');
  if (stdout === '') throw new Error(`${code}: ${stderr}`);
  return JSON.parse(stdout);
};
const organization = (name: string) => json('organization', 'create', name);

describe('muster webhook', () => {
  test('create: prints the secret, this once; list: shows neither it nor the query', async () => {
    const url = `${receiver.url}?token=in-the-query`;
    const created = await json('webhook', 'create', organizationId, url, '--label', 'HR app', '--types', 'user.*');
    expect(created).toEqual({ id: expect.any(String), secret: expect.stringMatching(/^whsec_/) });
    ({ id } = created);
    const listed = await json('webhook', 'list', organizationId);
    expect(listed).toMatchObject([
      { id, label: 'HR app', url: `${receiver.url}?…`, types: 'user.*', state: 'enabled' },
    ]);
    const text = JSON.stringify(listed) + (await run('webhook', 'list', organizationId)).stdout;
    expect(text).not.toMatch(/whsec_|in-the-query/);
    expect(await json('webhook', 'list', other)).toEqual([]);
  });

  test('test: says what was answered, and fails with 1 when it was not taken; deliveries: lists both', async () => {
    expect((await run('webhook', 'test', organizationId, id)).code).toBe(0);
    receiver.answer = () => ({ status: 500, body: 'No' });
    const failed = await run('webhook', 'test', organizationId, id, '--json');
    expect([failed.code, JSON.parse(failed.stdout)]).toMatchObject([1, { status: 500, answer: 'No' }]);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook?token=in-the-query', '/hook?token=in-the-query']);
    expect(await json('webhook', 'deliveries', organizationId, id, '--limit', '5')).toMatchObject([
      { status: 500, error: 'It answered 500', durationMs: expect.any(Number), time: expect.stringMatching(/^20.*Z$/) },
      { status: 204, error: null },
    ]);
  });

  test('rotate-secret, update, disable, enable, replay, delete', async () => {
    const { secret, previousUntil } = await json('webhook', 'rotate-secret', organizationId, id, '--overlap', '2h');
    expect(secret).toMatch(/^whsec_/);
    expect(Date.parse(previousUntil) - Date.now()).toBeLessThanOrEqual(7_200_000);
    expect(await json('webhook', 'update', organizationId, id, '--types', 'all')).toMatchObject({ types: 'all' });
    expect(await json('webhook', 'disable', organizationId, id)).toMatchObject({ state: 'disabled' });
    expect(await json('webhook', 'enable', organizationId, id, '--skip')).toMatchObject({ state: 'enabled' });
    expect(await json('webhook', 'replay', organizationId, id, '--from', '1')).toMatchObject({ lastSequence: 0 });
    const settings = ['--webhook-failure-days', '7', '--webhook-log-days', '8', '--webhook-log-rows', '9'];
    expect(await json('organization', 'update', organizationId, ...settings)).toMatchObject({
      webhookFailureDays: 7,
      webhookLogDays: 8,
      webhookLogRows: 9,
    });
    expect(await json('webhook', 'delete', organizationId, id)).toEqual({ deleted: id });
    const { stdout } = await run('events', organizationId, '--json');
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types.filter((type: string) => type.startsWith('webhook.'))).toEqual([
      'webhook.created',
      'webhook.secret_rotated',
      'webhook.updated',
      'webhook.disabled',
      'webhook.enabled',
      'webhook.replayed',
      'webhook.deleted',
    ]);
    expect(stdout).not.toMatch(/whsec_|in-the-query/);
  });

  test.each([
    [() => ['create', organizationId, 'ftp://example.com/'], 'The URL has to begin with https://'],
    [() => ['create', 'nobody', 'https://example.com/'], 'There is no organization nobody'],
    [() => ['test', other, id], 'There is no such webhook in this organization'],
    [() => ['update', organizationId, id], 'nothing to change was given'],
    [() => ['replay', organizationId, id, '--from', '-1'], 'It is the sequence number of an event'],
  ])('%# fails with one sentence', async (words, sentence) => {
    const { code, stdout, stderr } = await run('webhook', ...words());
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});
