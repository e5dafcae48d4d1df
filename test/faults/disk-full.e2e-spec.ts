import { expect, test } from '@jest/globals';
import { Muster } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

test('A full disk is 503 with Retry-After, acknowledges nothing, and all is well when there is room', async () => {
  const muster = await Muster.start();
  try {
    if (muster.database.kind === 'mysql') return;
    const tenant = await muster.newTenant();
    const { id } = await tenant.newUser({ title: 'before' });
    // SQLITE_FULL, as on a disk without room.
    const [{ page_count: pages }] = (await muster.rows<{ page_count: number }>('PRAGMA page_count')) as [
      { page_count: number },
    ];
    await muster.rows(`PRAGMA max_page_count = ${pages}`);
    const acknowledged: string[] = [];
    let refused = 0;
    for (let index = 0; index < 60; index += 1) {
      const body = { schemas: [USER], userName: `full-${index}@x.io`, displayName: 'x'.repeat(1_900) };
      const { status, headers, json } = await tenant.post('/Users', body);
      if (status === 201) acknowledged.push(json.id);
      else {
        refused += 1;
        expect([status, headers.get('retry-after'), json.status]).toEqual([503, '5', '503']);
      }
    }
    expect(refused).toBeGreaterThan(0);
    const patched = await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'y'.repeat(1_900) }]);
    const title = patched.status < 300 ? 'y'.repeat(1_900) : 'before';
    expect((await tenant.get(`/Users/${id}`)).json.title).toBe(title);
    expect((await tenant.get('/Users?count=0')).json.totalResults).toBe(acknowledged.length + 1);

    await muster.rows('PRAGMA max_page_count = 1073741823');
    for (const one of acknowledged) expect((await tenant.get(`/Users/${one}`)).status).toBe(200);
    expect((await tenant.post('/Users', { schemas: [USER], userName: 'room@x.io' })).status).toBe(201);
    expect(await muster.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  } finally {
    await muster.stop();
  }
});
