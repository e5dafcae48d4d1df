import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAdminsOnly } from '../support/admin-routes.js';
import { withMuster } from '../support/muster.js';
import { assigned, type Company, newCompany } from '../support/organization.js';
import type { AnyJson } from '../support/scim-client.js';

const PEOPLE = 25;

const muster = withMuster();
let company: Company;
let ids: string[];
beforeAll(async () => {
  company = await newCompany(muster);
  ids = [];
  for (let number = 0; number < PEOPLE; number += 1)
    ids.push((await assigned(muster, company, number === 0 ? { displayName: '=1+1' } : {})).id);
}, 60_000);

async function pagesOf(query: string): Promise<AnyJson[][]> {
  const pages: AnyJson[][] = [];
  for (let next: number | null | undefined; next !== null;) {
    const { status, json } = await company.admin.get(`/audit?${query}${next ? `&before=${next}` : ''}`);
    expect(status).toBe(200);
    pages.push(json.events);
    next = json.next;
    expect(pages.length).toBeLessThan(100);
  }
  return pages;
}
const download = (query: string) =>
  fetch(`${muster.url}/api/v1/organizations/${company.okta.organizationId}/audit/export?${query}`, {
    headers: { Cookie: company.admin.cookie },
  });
const stored = async () => {
  const rows = await muster.rows<{ sequence: unknown; hash: unknown }>(
    'SELECT sequence, hash FROM events WHERE organizationId = ? ORDER BY sequence',
    [company.okta.organizationId],
  );
  return rows.map(({ sequence, hash }) => ({ sequence: Number(sequence), hash: hash === null ? null : String(hash) }));
};

describe('An admin sees events', () => {
  test('page by page, newest first, each once', async () => {
    const sequences = (await pagesOf('limit=7')).flat().map(({ sequence }) => sequence);
    expect(sequences).toEqual((await stored()).map(({ sequence }) => sequence).toReversed());
  });

  test('as they are written down', async () => {
    const [event] = (await pagesOf(`resource=${ids[3]}&type=user.created`)).flat();
    expect(event).toEqual({
      sequence: expect.any(Number),
      id: expect.any(String),
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      type: 'user.created',
      resourceType: 'User',
      resourceId: ids[3],
      actor: expect.objectContaining({ kind: 'key', id: company.okta.keyId }),
      requestId: expect.any(String),
      data: expect.any(Object),
      hash: (await stored()).find(({ sequence }) => sequence === event.sequence)!.hash,
    });
  });

  test('of a type, an actor, a resource and a time', async () => {
    const created = (await pagesOf('type=user.created&limit=10')).flat();
    expect(created.map(({ resourceId }) => resourceId).slice(0, PEOPLE)).toEqual(ids.toReversed());
    const byKey = (await pagesOf(`actor=${company.okta.keyId}`)).flat();
    expect(byKey.length).toBeGreaterThanOrEqual(PEOPLE);
    expect(new Set(byKey.map(({ actor }) => actor.id))).toEqual(new Set([company.okta.keyId]));
    const { time } = created[9]!;
    const since = (await pagesOf(`type=user.created&from=${time}`)).flat();
    const before = (await pagesOf(`type=user.created&to=${time}`)).flat();
    expect([...since, ...before]).toEqual(created);
    expect(since.every((event) => event.time >= time)).toBe(true);
  });

  test.each([
    'type=User',
    'from=yesterday',
    'from=2026-W48',
    'to=x',
    'before=0',
    'before=x',
    'limit=501',
    'limit=0',
    'color=red',
    'resource=%C3%A9',
    `actor=${'x'.repeat(65)}`,
  ])('and is told what is wrong with %s', async (query) => {
    const { status, json } = await company.admin.get(`/audit?${query}`);
    expect([status, json.reason]).toEqual([400, 'invalid']);
    expect(json.detail).toContain(query.split('=')[0]);
  });
});

describe('An export', () => {
  test('is a file with a line for each event, oldest first', async () => {
    const answer = await download('');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="audit-${company.okta.organizationId}.ndjson"`,
    );
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual((await pagesOf('')).flat().toReversed());
  });

  test('as a table has what was asked for, and no formulas', async () => {
    const answer = await download(`format=csv&type=user.created&resource=${ids[0]}`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/\.csv"$/);
    const [header, line, ...more] = (await answer.text()).split('\r\n');
    expect(header).toMatch(/^sequence,id,time,type,/);
    expect(line).toContain(ids[0]);
    expect(line!.split(',').filter((cell) => /^"?[=+@-]/.test(cell))).toEqual([]);
    expect(more).toEqual(['']);
  });

  test.each(['format=xml', 'type=User', 'from=2026-W48', 'limit=3'])('of %s is none', async (query) => {
    const answer = await download(query);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([400, null]);
  });
});

describe('A verification', () => {
  const verify = async (body: object) => (await company.admin.post('/audit/verify', body)).json;

  test('says how many events are proven, and up to which head', async () => {
    const json = await verify({});
    const last = (await stored()).at(-1)!;
    const verifiedTo = `${last.sequence}:${last.hash}`;
    expect(json).toMatchObject({ ok: true, verifiedTo, events: last.sequence, next: null });
    await assigned(muster, company);
    expect(await verify({ expect: verifiedTo })).toMatchObject({ ok: true });
    const wrong = `${last.sequence}:${'0'.repeat(64)}`;
    expect(await verify({ expect: wrong })).toMatchObject({
      ok: false,
      sequence: last.sequence,
      fault: expect.any(String),
    });
    for (const body of [{ expect: '7' }, { after: '7' }, { after: null }, { limit: 0 }, { limit: 50_001 }])
      expect((await company.admin.post('/audit/verify', body)).status).toBe(400);
  });

  test('goes part by part over all events, each once, and breaks no link off', async () => {
    const links = (await stored())
      .filter(({ hash }) => hash !== null)
      .map(({ sequence, hash }) => `${sequence}:${hash}`);
    const [whole, heads] = [await verify({}), [] as string[]];
    let [events, linksSeen] = [0, 0];
    for (let next: string | null | undefined; next !== null;) {
      const part: AnyJson = await verify({ limit: 3, ...(next && { after: next }) });
      expect(part).toMatchObject({ ok: true });
      heads.push(part.verifiedTo);
      [events, linksSeen, next] = [events + part.events, linksSeen + part.links, part.next];
    }
    expect([events, linksSeen, heads.at(-1)]).toEqual([whole.events, whole.links, whole.verifiedTo]);
    expect(heads.length).toBeGreaterThan(8);
    expect(links).toEqual(expect.arrayContaining(heads));
  });

  test('takes no other head for what was proven, and compares a noted one in every part', async () => {
    const { next } = await verify({ limit: 5 });
    const sequence = parseInt(next, 10);
    const other = (at: number) => `${at}:${'0'.repeat(64)}`;
    expect(await verify({ after: other(sequence) })).toMatchObject({ ok: false, sequence, next: null });
    const { sequence: earlier, hash } = (await stored()).find(
      (event) => event.hash !== null && event.sequence < sequence,
    )!;
    expect(await verify({ after: next, expect: other(earlier) })).toMatchObject({ ok: false, sequence: earlier });
    expect(await verify({ after: next, expect: `${earlier}:${hash}` })).toMatchObject({ ok: true, next: null });
    expect(await verify({ after: other(999_999) })).toMatchObject({ ok: false, sequence: 999_999, next: null });
  });

  test('says where an event was changed', async () => {
    const other = await newCompany(muster);
    const { id } = await assigned(muster, other);
    await muster.rows(`UPDATE events SET data = '{}' WHERE organizationId = ? AND resourceId = ?`, [
      other.okta.organizationId,
      id,
    ]);
    const { json } = await other.admin.post('/audit/verify');
    expect(json).toMatchObject({ ok: false, sequence: expect.any(Number), fault: expect.any(String) });
  });
});

test('The log is for admins of the organization', () =>
  expectAdminsOnly(muster, company, [
    ['GET', '/audit'],
    ['GET', '/audit/export'],
    ['POST', '/audit/verify'],
  ]));
