import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { HIDES, isLegible } from '../../scim/attributes/visible-text.js';
import { clock } from '../../platform/database/clock.js';
import { isId, newId } from '../../platform/ids/new-id.js';
import { Configuration } from '../../platform/config/configuration.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Actor, lasting } from '../../events/actor.js';
import { Problem } from '../../platform/http/problem.js';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { DirectMail } from '../../messaging/mail/direct-mail.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import { matches, sha256 } from '../../platform/ids/sha256.js';
import { caseKey } from '../../platform/text/case-key.js';
import { AdminCredentials, type SignedInAdmin } from './admin-credentials.js';
import type { Client } from './known-clients.js';
import { AdminEvents, adminActor } from './admin-events.js';
import type { Admin } from './admin.entity.js';
import { AdminsRepository } from './admins.repository.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { Passwords } from './passwords.js';

const INVITATION_MS = 7 * 86_400_000;
const MAX_NAME = 200;

interface NewAdmin {
  readonly email: string;
  readonly name: string;
  /** Null for an operator. */
  readonly organizationId: string | null;
}

/** Who administers the server and its organizations. */
@Injectable()
export class AdminsService {
  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly admins: AdminsRepository,
    private readonly credentials: AdminCredentials,
    private readonly passkeys: PasskeysRepository,
    private readonly passwords: Passwords,
    private readonly organizations: OrganizationsService,
    private readonly secrets: SecretsService,
    private readonly events: AdminEvents,
    private readonly mail: DirectMail,
    private readonly keyMail: KeyMail,
  ) {}

  /** Where the first admin begins; undefined when there is one. The same in every process until it is used. */
  async setUpUrl(): Promise<string | undefined> {
    if (!(await this.unitOfWork.read((connection) => this.admins.isEmpty(connection)))) return undefined;
    return this.url('setup', await this.setUpToken());
  }

  /**
   * Makes the first operator and the first organization.
   * @returns the value of the cookie of a session @throws Problem 400, 404 for another link, 410 when there is an admin already
   */
  async setUp(token: string, { email, name }: Omit<NewAdmin, 'organizationId'>, password: string, client: Client) {
    if (!matches(token, sha256(await this.setUpToken())))
      throw new Problem(404, 'unknown_link', 'This is not the link that the server printed when it was started last');
    checkName(email, name);
    const passwordHash = await this.passwords.hash(password, email);
    const admin = newAdmin({ email, name, organizationId: null }, passwordHash);
    const cookie = await this.unitOfWork.run(async (transaction) => {
      if (!(await this.admins.isEmpty(transaction)))
        throw new Problem(410, 'link_used', 'Muster is set up already: sign in, or ask an admin for an invitation');
      await this.admins.insert(transaction, admin);
      return this.credentials.start(transaction, admin, client);
    });
    return { admin, cookie };
  }

  /** @param organizationId whose, or undefined for all @param afterId of the last one before, or an empty text */
  list(organizationId: string | undefined, afterId: string, limit: number): Promise<Admin[]> {
    return this.unitOfWork.read((connection) => this.admins.list(connection, organizationId, afterId, limit));
  }

  /**
   * Makes an admin, who sets a password by the link.
   * @throws Problem 400, 409 where one of the same organization, or another operator, has the address; OrganizationError 404
   */
  async invite({ email, name, organizationId }: NewAdmin, actor: Actor): Promise<{ admin: Admin; url: string }> {
    checkName(email, name);
    if (organizationId !== null) await this.organizations.get(organizationId);
    const admin = newAdmin({ email, name, organizationId }, null);
    const { token, expiresAt } = newInvitation();
    await this.unitOfWork
      .run(async (transaction) => {
        await this.admins.insert(transaction, admin);
        await this.admins.setInvitation(transaction, admin.id, sha256(token), expiresAt);
        await this.events.tell(transaction, 'invited', admin, actor);
        if (organizationId !== null)
          await this.keyMail.made(
            transaction,
            'account',
            { organizationId, id: admin.id, label: email, expiresAt: null },
            actor,
          );
      })
      .catch((error: unknown) => {
        if (!(error instanceof UniqueViolationError)) throw error;
        throw new Problem(409, 'address_taken', 'There is an admin with this e-mail address already');
      });
    return { admin: { ...admin, invitationExpiresAt: expiresAt }, url: this.url('welcome', token) };
  }

  /**
   * Makes an admin, whose link goes to the address by mail and to nobody else; where this server sends no mail, it is
   * returned to be brought there.
   * @throws Problem 502 when the mail server does not take the mail: then nobody is invited
   */
  async inviteByMail(who: NewAdmin, actor: Actor): Promise<{ admin: Admin; url: string | undefined }> {
    const organization = who.organizationId === null ? null : (await this.organizations.get(who.organizationId)).name;
    const { admin, url } = await this.invite(who, actor);
    if (!this.mail.isPossible) return { admin, url };
    const { email: to, name: person, invitationExpiresAt: expiresAt } = admin;
    const inviter = actor.label ?? 'The operator of this server';
    const values = { organization, person, inviter, expiresAt: expiresAt! };
    try {
      await this.mail.send({ to, template: 'admin-invitation', values }, url);
    } catch (error) {
      await this.remove(admin.id, undefined, lasting(actor));
      throw error;
    }
    return { admin, url: undefined };
  }

  /**
   * A link with which an admin, named by address or id, sets another password. Nothing of before signs in any more: the
   * password, sessions, tokens, and passkeys unless they are to be kept.
   */
  async resetPassword(name: string, actor: Actor, { keepsPasskeys = false } = {}): Promise<string> {
    const { token, expiresAt } = newInvitation();
    await this.unitOfWork.run(async (transaction) => {
      const admin = await this.accountOf(transaction, name);
      await this.admins.setPassword(transaction, admin.id, admin.name, null);
      await this.admins.setInvitation(transaction, admin.id, sha256(token), expiresAt);
      await this.credentials.endSessions(transaction, admin);
      await this.credentials.endTokens(transaction, admin);
      if (!keepsPasskeys) await this.passkeys.deleteAll(transaction, admin.id);
      await this.events.tell(transaction, 'password_reset', admin, actor, { keepsPasskeys });
    });
    return this.url('welcome', token);
  }

  /** Sets the password of who was invited, and signs in. @throws Problem 400, 410 */
  async welcome(token: string, name: string, password: string, client: Client) {
    return this.unitOfWork.run(async (transaction) => {
      const admin = await this.admins.findByInvitation(transaction, sha256(token));
      if (!admin || (admin.invitationExpiresAt ?? 0) <= clock.now())
        throw new Problem(410, 'link_used', 'This link was used already, or is too old: ask for another one');
      checkName(admin.email, name);
      const passwordHash = await this.passwords.hash(password, admin.email);
      await this.admins.setPassword(transaction, admin.id, name, passwordHash);
      const cookie = await this.credentials.start(transaction, admin, client);
      await this.events.tell(transaction, 'joined', admin, adminActor({ ...admin, name }));
      return { admin: { ...admin, name, passwordHash }, cookie };
    });
  }

  /** Changes somebody's own password, and ends the other sessions and all tokens. @throws Problem 400, 401 */
  async changePassword(current: SignedInAdmin, password: string): Promise<void> {
    const { admin, session, actor } = current;
    const passwordHash = await this.passwords.hash(password, admin.email);
    await this.unitOfWork.run(async (transaction) => {
      await this.credentials.lock(transaction, current);
      await this.admins.setPassword(transaction, admin.id, admin.name, passwordHash);
      await this.credentials.endSessions(transaction, admin, session!.id);
      await this.credentials.endTokens(transaction, admin);
      await this.events.tell(transaction, 'password_changed', admin, actor);
    });
  }

  /**
   * @param organizationId whose admin it has to be, or undefined for any
   * @throws Problem 404, 409 for the last operator
   */
  async remove(id: string, organizationId: string | undefined, actor: Actor): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await actor.recheck?.(transaction);
      const operators = await this.admins.lockOperators(transaction);
      const admin = await this.admins.find(transaction, id);
      if (!admin || (organizationId !== undefined && admin.organizationId !== organizationId))
        throw new Problem(404, 'unknown', 'There is no such admin');
      if (operators.length === 1 && operators[0] === id)
        throw new Problem(409, 'last_operator', 'This is the only operator: invite another one first');
      await this.admins.delete(transaction, id);
      await this.events.tell(transaction, 'removed', admin, actor);
    });
  }

  /** @param name an address, or an id @throws Problem 404, 409 where several have the address */
  private async accountOf(transaction: Transaction, name: string): Promise<Admin> {
    const byId = isId(name) ? await this.admins.find(transaction, name) : undefined;
    const [admin, other] = byId ? [byId] : await this.admins.allByEmail(transaction, name);
    if (!admin) throw new Problem(404, 'unknown', 'There is no admin with this e-mail address');
    if (!other) return admin;
    const detail =
      'Several accounts have this e-mail address: give the id of the one you mean (see `muster account list`)';
    throw new Problem(409, 'which_account', detail);
  }

  private async setUpToken(): Promise<string> {
    return (await this.secrets.get('admin-setup')).toString('base64url');
  }

  private url(page: string, token: string): string {
    return `${this.configuration.PUBLIC_URL}/#/${page}?token=${token}`;
  }
}

function newAdmin(who: NewAdmin, passwordHash: string | null): Admin {
  const { email, organizationId } = who;
  const account = { emailKey: caseKey(email), organizationKey: organizationId ?? '' };
  const invitation = { invitationHash: null, invitationExpiresAt: null };
  const dates = { createdAt: clock.now(), lastSignInAt: null };
  return { id: newId(), ...who, ...account, passwordHash, ...invitation, ...dates, passkeys: 0 };
}

function newInvitation() {
  return { token: randomBytes(32).toString('base64url'), expiresAt: clock.now() + INVITATION_MS };
}

function checkName(email: string, name: string): void {
  if (!isEmail(email)) throw new Problem(400, 'invalid', 'An e-mail address is needed');
  if (name.trim() === '' || name.length > MAX_NAME)
    throw new Problem(400, 'invalid', `A name has 1 to ${MAX_NAME} characters`);
  if (!isLegible(name)) throw new Problem(400, 'invalid', `The name ${HIDES}`);
}
