import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MembersService } from '../../src/onboarding/members.service.js';
import { bring, made, madeAdmin } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { muster as command } from '../support/process.js';

jest.setTimeout(120_000);

const EVE = 'eve@evil.example';

const muster = withMuster();
let company: Company;
let members: MembersService;
let serial = 0;
beforeAll(async () => {
  members = muster.app.get(MembersService);
});
beforeEach(async () => {
  company = await newCompany(muster);
});

const organizationId = () => company.okta.organizationId;
const viewOf = (id: string) => members.get(organizationId(), id);
const newAddress = () => `ceo${(serial += 1)}@beta.example`;
const run = (...words: string[]) =>
  command(words, { DATABASE_URL: muster.database.url, PUBLIC_URL: 'https://muster.example' });
const json = async (...words: string[]) => {
  const { code, stdout, stderr } = await run(...words, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};
const admin = (...words: string[]) => ['admin', ...words, '--organization', organizationId()];

describe('muster admin', () => {
  test('create refuses a squatter with exit 1, names who was found and where the link went, and takes the id', async () => {
    const address = newAddress();
    const emails = [{ value: EVE, primary: true }];
    const { id } = await assigned(muster, company, { userName: address, emails });
    const { code, stderr } = await run(...admin('create', address));
    expect([code, stderr]).toEqual([1, expect.stringContaining(id)]);
    expect(stderr).toContain(EVE);
    expect(await viewOf(id)).toMatchObject({ isAdmin: false });
    const promoted = { id, email: EVE, status: 'invited', link: expect.stringContaining('/join/') };
    expect(await json(...admin('create', address, '--id', id))).toEqual(promoted);
    expect((await viewOf(id)).isAdmin).toBe(true);
  });

  test('create prints the address that the link went to', async () => {
    const address = newAddress();
    expect(await json(...admin('create', address))).toMatchObject({ email: address, status: 'invited' });
    expect((await run(...admin('create'))).code).toBe(2);
  });

  test('remove takes it away by userName, e-mail or id, and leaves the last one', async () => {
    const { id, address: email } = await madeAdmin(muster, company);
    expect(await json(...admin('remove', email))).toEqual({ id, email, status: 'invited', isAdmin: false });
    const { code, stderr } = await run(...admin('remove', company.adminId));
    expect([code, stderr]).toEqual([1, expect.stringContaining('last admin')]);
  });
});

describe('muster adoption', () => {
  test('lists, approves and refuses what waits, by the setting of the organization', async () => {
    const { id, address } = await made(muster, company);
    const update = ['organization', 'update', organizationId(), '--adoption'];
    expect(await json(...update, 'ask')).toMatchObject({ adoption: 'ask' });
    expect((await run(...update, 'always')).code).toBe(1);
    await company.okta.delete(`/Users/${id}`);
    const listed = { userId: id, wanted: ['delete'], times: 1, keyId: company.okta.keyId };
    expect(await json('adoption', 'list', organizationId())).toMatchObject([listed]);
    expect(await json('adoption', 'refuse', organizationId(), address)).toMatchObject({ state: 'refused' });
    expect(await json('adoption', 'list', organizationId())).toEqual([]);
    expect(await json('adoption', 'approve', organizationId(), id)).toMatchObject({ state: 'approved' });
    expect(await json('adoption', 'list', organizationId(), '--state', 'approved')).toHaveLength(1);
  });

  test('knows nobody of another organization, and no organization that is not there', async () => {
    const { id } = await made(muster, await newCompany(muster));
    const { code, stderr } = await run('adoption', 'approve', organizationId(), id);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no such person')]);
    expect((await run('adoption', 'list', 'nowhere')).code).toBe(1);
  });
});

describe('muster member reset-key', () => {
  const newAdmin = async () => {
    const chief = await madeAdmin(muster, company);
    await bring(muster, company, chief, 'confirmed');
    return chief;
  };
  const reset = (...words: string[]) => ['member', 'reset-key', organizationId(), ...words];

  test('says that an admin stays one, with the way to end it, and nothing of admins where there is none', async () => {
    const first = await run(...reset((await newAdmin()).address));
    expect([first.code, first.stdout, first.stderr]).toEqual([
      0,
      expect.stringMatching(/adminKept +true/),
      expect.stringContaining('--drop-admin'),
    ]);
    const ordinary = await run(...reset((await confirmed(muster, company)).id));
    expect([ordinary.code, ordinary.stderr]).toEqual([0, '']);
  });

  test('ends adminship with --drop-admin', async () => {
    const { id } = await newAdmin();
    expect(await json(...reset(id, '--drop-admin'))).toMatchObject({ id, adminKept: false });
    expect(await viewOf(id)).toMatchObject({ isAdmin: false, status: 'invited' });
  });
});
