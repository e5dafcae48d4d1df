import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import type { UserStatus } from '../../src/users/user-status.js';
import { UsersService } from '../../src/users/users.service.js';
import { type Company, invitationOf } from './organization.js';
import type { Muster } from './muster.js';
import type { Mail } from '../../src/messaging/mail/mail.js';
import { Person } from './person.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let serial = 0;

/** Somebody whom an admin made. */
export interface MadePerson {
  readonly id: string;
  readonly address: string;
  readonly person: Person;
}

/** @param attributes instead of an e-mail for work */
export async function made(muster: Muster, { okta }: Company, attributes?: object): Promise<MadePerson> {
  serial += 1;
  const address = `made${serial}@acme.example`;
  const emails = [{ value: address, type: 'work', primary: true }];
  const context = await muster.app.get(MembersService).contextOf(okta.organizationId, OPERATOR);
  const body = { schemas: [USER], userName: address, ...(attributes ?? { emails }) };
  const { id } = await muster.app.get(UsersService).create(context, body, { attributes: [], excludedAttributes: [] });
  return { id, address, person: new Person(muster.url, okta.organizationId) };
}

export async function madeAdmin(muster: Muster, { okta }: Company): Promise<MadePerson> {
  serial += 1;
  const address = `chief${serial}@acme.example`;
  const { id } = await muster.app.get(MembersService).makeAdmin(okta.organizationId, address, OPERATOR);
  return { id, address, person: new Person(muster.url, okta.organizationId) };
}

/** Brings an invited person there. */
export async function bring(
  muster: Muster,
  { okta, admin }: Company,
  { id, person }: Pick<MadePerson, 'id' | 'person'>,
  status: UserStatus | 'revoked when invited',
): Promise<void> {
  const members = muster.app.get(MembersService);
  if (['accepted', 'confirmed', 'revoked'].includes(status))
    await person.accept(await invitationOf(muster, okta.organizationId, id));
  if (status === 'confirmed' || status === 'revoked') await admin.confirm(id);
  if (status.startsWith('revoked')) await members.revoke(okta.organizationId, id, OPERATOR);
}

/** Where invitations to somebody went, and may still be opened, oldest first. */
export async function invitedAt(muster: Muster, userId: string): Promise<string[]> {
  const rows = await muster.rows<{ address: string }>(
    "SELECT address FROM links WHERE userId = ? AND purpose = 'invitation' ORDER BY createdAt, id",
    [userId],
  );
  return rows.map(({ address }) => String(address));
}

/** All that was mailed, or waits to be, on a topic. */
export async function mailsOn(muster: Muster, topic: string): Promise<Mail[]> {
  const rows = await muster.rows<{ payload: string }>('SELECT payload FROM outbox WHERE topic = ? ORDER BY id', [
    topic,
  ]);
  return rows.map(({ payload }) => JSON.parse(payload) as Mail);
}

/** All that is stored of somebody, version included. */
export async function storedOf(muster: Muster, userId: string): Promise<string> {
  const users = await muster.rows('SELECT * FROM users WHERE id = ?', [userId]);
  const links = await muster.rows('SELECT * FROM links WHERE userId = ? ORDER BY id', [userId]);
  return JSON.stringify([users, links]);
}
