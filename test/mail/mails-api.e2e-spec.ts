import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { expectAdminsOnly } from '../support/admin-routes.js';
import { changed } from '../support/mail-scene.js';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';
import type { AnyJson } from '../support/scim-client.js';

const MAILS = 9;

const muster = withMuster();
let company: Company;
let ids: string[];
beforeAll(async () => {
  company = await newCompany(muster);
  const { organizationId } = company.okta;
  await muster.rows('DELETE FROM outbox WHERE organizationId = ?', [organizationId]);
  const mails = Array.from({ length: MAILS }, (_, n) => ({ topic: `person:${n}`, mail: changed(`p${n}@example.com`) }));
  const { app } = muster;
  ids = await app.get(UnitOfWork).run((transaction) => app.get(MailService).addAll(transaction, organizationId, mails));
  for (const id of ids.slice(0, 3))
    await muster.rows(`UPDATE outbox SET state = 'dead', attempts = 3, lastError = 'refused' WHERE id = ?`, [id]);
  await muster.rows(`UPDATE outbox SET state = 'sent', sentAt = 1764000000000 WHERE id = ?`, [ids[8]]);
}, 60_000);

async function found(query: string): Promise<AnyJson[]> {
  const mails: AnyJson[] = [];
  for (let next: string | null | undefined; next !== null;) {
    const { status, json } = await company.admin.get(`/mails?limit=2&${query}${next ? `&before=${next}` : ''}`);
    expect(status).toBe(200);
    expect(json.mails.length).toBeLessThanOrEqual(2);
    mails.push(...json.mails);
    next = json.next;
    expect(mails.length).toBeLessThanOrEqual(MAILS);
  }
  return mails;
}
const idsOf = (mails: AnyJson[]) => mails.map(({ id }) => id);

describe('An admin', () => {
  test('sees mails page by page, newest first, of a state where that is wanted', async () => {
    expect(idsOf(await found(''))).toEqual(ids.toReversed());
    expect(idsOf(await found('state=dead'))).toEqual(ids.slice(0, 3).toReversed());
    expect(idsOf(await found('state=sent'))).toEqual([ids[8]]);
    expect(await found('state=withdrawn')).toEqual([]);
  });

  test('sees one, without what is for its reader alone', async () => {
    expect(await company.admin.get(`/mails/${ids[0]}`)).toEqual({
      status: 200,
      json: {
        id: ids[0],
        state: 'dead',
        template: 'address-changed',
        to: 'p0@example.com',
        created: expect.stringMatching(/Z$/),
        sent: null,
        due: null,
        attempts: 3,
        lastError: 'refused',
      },
    });
  });

  test('has one tried again that was given up, and none that is out', async () => {
    const { status, json } = await company.admin.post(`/mails/${ids[1]}/retry`);
    expect([status, json]).toMatchObject([200, { id: ids[1], state: 'waiting' }]);
    expect(Date.parse(json.due)).toBeLessThanOrEqual(Date.now());
    expect(await company.admin.post(`/mails/${ids[8]}/retry`)).toMatchObject({
      status: 409,
      json: { reason: 'wrong_state' },
    });
  });

  test.each(['state=lost', 'limit=0', 'limit=501', 'before=x', 'color=red'])(
    'is told what is wrong with %s',
    async (query) => {
      const { status, json } = await company.admin.get(`/mails?${query}`);
      expect([status, json.reason]).toEqual([400, 'invalid']);
      expect(json.detail).toContain(query.split('=')[0]);
    },
  );

  test('has nothing to do with other organizations’ mails', async () => {
    const other = await newCompany(muster);
    for (const id of [ids[0], uuid(), '%C3%A9']) {
      expect(await other.admin.get(`/mails/${id}`)).toMatchObject({ status: 404, json: { reason: 'unknown' } });
      expect(await other.admin.post(`/mails/${id}/retry`)).toMatchObject({ status: 404, json: { reason: 'unknown' } });
    }
    expect(idsOf((await other.admin.get('/mails')).json.mails)).not.toContain(ids[0]);
  });
});

test('Mails are for admins of the organization', () =>
  expectAdminsOnly(muster, company, [
    ['GET', '/mails'],
    ['GET', `/mails/${ids[0]}`],
    ['POST', `/mails/${ids[0]}/retry`],
  ]));
