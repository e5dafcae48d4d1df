import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Configuration, SECRETS } from '../../src/platform/config/configuration.js';
import { ConfigurationError, loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { ServerProcess } from '../support/process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-configuration-'));
});
afterAll(() => rm(folder, { recursive: true }));

const mistakes = (environment: Record<string, string>): string[] => {
  try {
    loadConfiguration(environment);
    return [];
  } catch (error) {
    return (error as ConfigurationError).mistakes;
  }
};
const secretFile = async (name: string, content: string) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

describe('Configuration', () => {
  test('a start with three mistakes lists all three and exits 1', async () => {
    const server = await ServerProcess.spawn({
      DATABASE_URL: 'postgres://x/y',
      PORT: '99999',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'https://muster.example',
    });
    expect(await server.ended()).toBe(1);
    expect(server.output).toContain('3 mistakes');
    for (const name of ['DATABASE_URL', 'PORT', 'LOG_LEVEL']) expect(server.output).toContain(`- ${name} must be`);
  });

  test('nothing set is the embedded database on localhost', () => {
    expect(loadConfiguration({})).toMatchObject({
      DATABASE_URL: 'sqlite:./data/muster.db',
      HOST: '127.0.0.1',
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      SCIM_ENABLED: true,
      WORKERS: 1,
    });
  });

  test.each([
    ['DATABASE_URL', 'mysql://user@host'],
    ['HOST', 'a b'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'muster.example.com'],
    ['SCIM_ENABLED', 'maybe'],
    ['SCIM_MAX_PAYLOAD_SIZE', '7'],
    ['SMTP_URL', 'mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['WORKERS', '-1'],
    ['DATABASE_POOL_SIZE', '1'],
    ['TRUST_PROXY', 'yes'],
    ['SHUTDOWN_DELAY', 'long'],
    ['WEBHOOKS_ALLOW_HTTP', 'perhaps'],
    ['WEBHOOKS_ALLOW_PRIVATE', '10.0.0.0/33'],
    ['WEBHOOKS_ALLOW_PRIVATE', '10.0.0.1'],
  ])('%s=%s is a mistake that names the variable and not its value', (name, value) => {
    const [mistake, ...more] = mistakes({ [name]: value });
    expect([mistake?.startsWith(`${name} must be`), more]).toEqual([true, []]);
  });

  test('a secret can come from a file, and an empty one is a mistake', async () => {
    const file = await secretFile('url', 'sqlite::memory:\n');
    expect(loadConfiguration({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe('sqlite::memory:');
    expect(mistakes({ DATABASE_URL: '' })).toHaveLength(1);
    expect(mistakes({ DATABASE_URL_FILE: await secretFile('empty', '') })).toHaveLength(1);
    expect(mistakes({ DATABASE_URL_FILE: join(folder, 'missing') })).toHaveLength(1);
    expect(mistakes({ DATABASE_URL: 'sqlite::memory:', DATABASE_URL_FILE: file })).toHaveLength(1);
  });

  test('an empty variable that is no secret counts as not set; a slash at the end of PUBLIC_URL goes', () => {
    expect(loadConfiguration({ PORT: '', SMTP_URL_FILE: '' }).PORT).toBe(3000);
    expect(loadConfiguration({ PUBLIC_URL: 'https://muster.example/' }).PUBLIC_URL).toBe('https://muster.example');
  });

  test('.env.example names every variable with its default, and no other', async () => {
    const text = await readFile('.env.example', 'utf8');
    const shown = parseEnv(text.replaceAll(/^# (?=[A-Z_]+=)/gm, '')) as Record<string, string>;
    expect(Object.keys(shown).toSorted()).toEqual(Object.keys(new Configuration()).toSorted());
    const configuration = loadConfiguration({});
    for (const [name, value] of Object.entries(configuration))
      if (value !== undefined) expect([name, shown[name]]).toEqual([name, String(value)]);
    const { DATABASE_SSL_CA, DATABASE_SSL_CERT, DATABASE_SSL_KEY, ...ofSqlite } = shown;
    for (const pem of [DATABASE_SSL_CA, DATABASE_SSL_CERT, DATABASE_SSL_KEY]) expect(pem).toMatch(/^-----BEGIN /);
    expect(() => loadConfiguration(ofSqlite)).not.toThrow();
    for (const secret of SECRETS) expect(text).toContain(`${secret}_FILE`);
  });
});
