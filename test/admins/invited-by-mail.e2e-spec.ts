import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { ConsoleSetUp, linkIn } from '../support/console.js';
import { Muster } from '../support/muster.js';

let scene: ConsoleSetUp;
beforeAll(async () => {
  scene = await ConsoleSetUp.start();
});
afterAll(() => scene.stop());

const invite = (email: string, organizationId: string | null) =>
  scene.operator.post('/admins', { email, name: 'Grace', organizationId });
const emails = async () =>
  (await scene.operator.get('/admins')).json.admins.map(({ email }: { email: string }) => email);

describe('Where mail is sent, the invitation of an admin', () => {
  test.each([
    ['of an organization', () => scene.organizationId, 'You can administer Acme'],
    ['who is an operator', () => null, 'You can administer this server'],
  ])('%s brings the link to the address, and not to the inviter', async (_who, organizationId, heading) => {
    const email = `grace${organizationId()?.length ?? 0}@acme.example`;
    const { status, json } = await invite(email, organizationId());
    expect([status, json.invitationUrl, json.detail]).toEqual([201, null, 'The invitation was mailed to this address']);
    expect(JSON.stringify(json)).not.toContain('welcome');
    const mail = await scene.mailTo(email, new RegExp(heading));
    const url = linkIn(mail.bodies.get('text/plain')!);
    const grace = new Admin(scene.muster.url, email);
    const welcome = { token: tokenIn(url), name: 'Grace', password: PASSWORD };
    expect((await grace.post('/welcome', welcome)).status).toBe(200);
  });

  test('is kept in no outbox, where other admins could read it', async () => {
    const rows = await scene.muster.rows<{ payload: string }>('SELECT payload FROM outbox');
    expect(rows.filter(({ payload }) => /welcome|admin-invitation/.test(payload))).toEqual([]);
  });

  test('is not made when the mail server does not take the mail, and can be tried again', async () => {
    scene.mail.refuse = (step) => (step === 'RCPT' ? { code: 550, text: 'No such mailbox' } : undefined);
    const email = 'nobody@acme.example';
    const refused = await invite(email, scene.organizationId);
    expect([refused.status, refused.json.reason]).toEqual([502, 'mail_failed']);
    expect(JSON.stringify(refused.json)).not.toContain('welcome');
    expect(await emails()).not.toContain(email);
    scene.mail.refuse = () => undefined;
    expect((await invite(email, scene.organizationId)).status).toBe(201);
    expect(await emails()).toContain(email);
  });
});

test.each([1, 2, 3])(
  'When the database fails at look-up %i of the organization, nobody is made an admin by it',
  async (nth) => {
    const organizations = scene.muster.app.get(OrganizationsService);
    const spy = jest.spyOn(organizations, 'get');
    const original = Object.getPrototypeOf(organizations).get as OrganizationsService['get'];
    for (let n = 1; n < nth; n += 1) spy.mockImplementationOnce((id) => original.call(organizations, id));
    spy.mockRejectedValueOnce(new Error('The database is away'));
    const email = `away${nth}@acme.example`;
    const { status } = await invite(email, scene.organizationId);
    spy.mockRestore();
    expect([status, (await emails()).includes(email)]).toEqual(nth <= 2 ? [500, false] : [201, true]);
  },
);

test('Where no mail is sent, the link is returned, with the reason', async () => {
  const muster = await Muster.start();
  try {
    const operator = await Admin.of(muster, null);
    const { json } = await operator.post('/admins', { email: 'ada@acme.example', name: 'Ada', organizationId: null });
    expect(json).toMatchObject({
      invitationUrl: expect.stringContaining('/#/welcome?token='),
      detail: expect.stringContaining('SMTP_URL is not set'),
    });
  } finally {
    await muster.stop();
  }
});
