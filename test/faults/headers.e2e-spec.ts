import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);

/** Sends a request as it stands. @returns all that came back until the server hung up */
function send(path: string, headers: readonly string[]): Promise<{ status: number; head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(muster.url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    socket.write([`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n'));
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
      resolve({ status: Number(head.split(' ', 2)[1]), head: head.toLowerCase(), body });
    });
  });
}

const several = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index));
const LONG: [string, () => string[]][] = [
  ['one of 20 kB', () => [`X-Long: ${'x'.repeat(20_000)}`]],
  ['200 of 100 bytes', () => several(200, (index) => `X-Short-${index}: ${'x'.repeat(90)}`)],
  ['1,900 that are almost empty', () => several(1_900, (index) => `X${index}: ${'x'.repeat(4)}`)],
  ['one of 10 bytes, repeated', () => several(1_800, () => 'Prefer: wait=9999')],
  ['a Prefer of quotation marks that are never closed', () => [`Prefer: ${'\\"'.repeat(10_000)}`]],
];

describe('Headers of more than 16 kB beside the request line', () => {
  test.each(LONG)('are refused with 431, with and without a key: %s', async (_, headers) => {
    for (const key of [[], [`Authorization: Bearer ${tenant.key}`]]) {
      const { status, head, body } = await send(`/scim/v2/${tenant.organizationId}/Users`, [...headers(), ...key]);
      expect([status, head]).toEqual([431, expect.stringContaining('content-type: application/scim+json')]);
      expect(JSON.parse(body)).toEqual({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '431',
        detail: expect.stringMatching(/headers have more than 16384 bytes/),
      });
    }
    const { status, head, body } = await send('/api/v1/session', headers());
    expect([status, head]).toEqual([431, expect.stringContaining('content-type: application/problem+json')]);
    expect(JSON.parse(body)).toMatchObject({ status: 431 });
    expect((await send('/', headers())).status).toBe(431);
  });

  test('are refused with 431 where not even the request line leaves room for them', async () => {
    const { status, body } = await send('/scim/v2', [`X-Long: ${'x'.repeat(300_000)}`]);
    expect([status, JSON.parse(body).status]).toEqual([431, '431']);
  });
});

describe('A long filter', () => {
  test('has room of its own in the request line', async () => {
    const text = `userName eq "${'u'.repeat(8_000)}"`;
    const filter = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    expect(filter.length).toBeGreaterThan(16_384);
    const path = `/scim/v2/${tenant.organizationId}/Users?filter=${filter}`;
    const { status, body } = await send(path, [`Authorization: Bearer ${tenant.key}`]);
    expect([status, body]).toEqual([200, expect.stringContaining('"totalResults":0')]);
  });
});

describe('A Prefer header of 15 kB of quotation marks', () => {
  test.each(['\\"', '"', '\\', '"a,', '"\\', ',', ';', '='])('made of %j is read as no preference', async (piece) => {
    const prefer = piece.repeat(15_000 / piece.length);
    const answer = await tenant.post('/Users', { schemas: [], userName: 'x' }, { Prefer: prefer });
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.has('preference-applied')).toBe(false);
  });
});
