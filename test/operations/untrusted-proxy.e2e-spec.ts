import { beforeEach, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { withMuster } from '../support/muster.js';
import type { AnyJson } from '../support/scim-client.js';

const muster = withMuster();
beforeEach(() => {
  jest.restoreAllMocks();
});

const ask = (headers: Record<string, string>, url = muster.url) => fetch(`${url}/api/v1/session`, { headers });
async function warnings(url = muster.url): Promise<{ status: number; codes: string[] }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, codes: ((await response.json()) as AnyJson).info.warnings.codes };
}

async function withServer(trusted: string, work: (url: string) => Promise<void>): Promise<void> {
  const other = await muster.another({ TRUST_PROXY: trusted });
  try {
    await work(other.url);
  } finally {
    await other.stop();
  }
}

test.each([
  ['X-Forwarded-For', '198.51.100.7'],
  ['Forwarded', 'for=198.51.100.7;proto=https'],
])(
  'A header %s that is not trusted is told by /readyz, which stays ready, and once in the log',
  async (name, value) => {
    await withServer('0', async (url) => {
      const lines = jest.spyOn(Logger.prototype, 'warn');
      await ask({}, url);
      expect((await warnings(url)).codes).not.toContain('proxy');
      for (let request = 0; request < 5; request += 1) await ask({ [name]: value }, url);
      const { status, codes } = await warnings(url);
      expect([status, codes.includes('proxy')]).toEqual([200, true]);
      expect(lines.mock.calls.filter(([line]) => String(line).includes('TRUST_PROXY'))).toHaveLength(1);
    });
  },
);

test('What a trusted proxy sends is no reason to warn, but a Forwarded that nothing reads is', async () => {
  await withServer('1', async (url) => {
    await ask({ 'X-Forwarded-For': '198.51.100.7', Forwarded: 'for=198.51.100.7' }, url);
    expect((await warnings(url)).codes).not.toContain('proxy');
    await ask({ Forwarded: 'for=198.51.100.7' }, url);
    expect((await warnings(url)).codes).toContain('proxy');
  });
});
