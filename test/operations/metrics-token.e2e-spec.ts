import { describe, expect, test } from '@jest/globals';
import { withMuster } from '../support/muster.js';

const TOKEN = 'a-token-of-the-operator-0123456789';
const muster = withMuster({ METRICS_TOKEN: TOKEN });

const read = (headers: Record<string, string>) => fetch(`${muster.url}/metrics`, { headers });

describe('/metrics of a server with METRICS_TOKEN', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['nothing', {}, false],
    ['another token', { Authorization: `Bearer ${TOKEN}x` }, true],
    ['the token as a password', { Authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` }, false],
    ['the token in a header of its own', { 'X-Token': TOKEN }, false],
  ])('says nothing to a client that sends %s', async (_, headers, isWrong) => {
    const answer = await read(headers);
    const challenge = `Bearer realm="Muster metrics"${isWrong ? ', error="invalid_token"' : ''}`;
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, challenge]);
    expect(await answer.text()).not.toContain('muster_');
  });

  test('is read with the token, while health stays open', async () => {
    const answer = await read({ Authorization: `Bearer ${TOKEN}` });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('# TYPE')]);
    for (const path of ['/livez', '/readyz']) expect((await fetch(muster.url + path)).status).toBe(200);
  });
});
