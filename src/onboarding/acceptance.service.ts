import { Injectable } from '@nestjs/common';
import { WaitingMail } from '../messaging/admin-mail/waiting-mail.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import { KeyLogRepository, type KeyLogDraft } from './keys/key-log.repository.js';
import { KeysRepository } from './keys/keys.repository.js';
import type { Link } from '../messaging/links/link.entity.js';
import { LinksService } from '../messaging/links/links.service.js';
import type { Organization } from '../organizations/organization.entity.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { SessionsService } from '../access/sessions/sessions.service.js';
import { displayNameOf } from '../users/user-mailing.js';
import { after, type UserStatus } from '../users/user-status.js';
import { type User, UsersRepository } from '../users/users.repository.js';
import { takesAddress } from '../messaging/mail/address.js';
import { memberActor } from '../users/member-actor.js';
import { MembersRepository } from './members.repository.js';
import { invalid, Problem } from '../platform/http/problem.js';

const FAULTS = {
  unknown: 'This link is not complete, or was never made: open it from the mail again',
  used: 'This link was used already',
  expired: 'This link is too old: ask an admin of the organization for a new one',
  replaced: 'There is a newer link than this one: look for the latest mail',
  revoked: 'Your access to this organization has been taken away before you accepted',
  deleted: 'You are not expected in this organization any more',
} as const;

/** What a person sees before accepting. */
export interface Invitation {
  readonly link: Link;
  readonly user: User;
  readonly organization: Organization;
  /** Public half of the organization's key; undefined while there is none. */
  readonly recipient: string | undefined;
  /** Whether this person, an admin, has to make the organization's key. */
  readonly makesOrganizationKey: boolean;
}

export interface Acceptance {
  readonly token: string;
  readonly recipient: string;
  readonly protectedIdentity: string;
  readonly organizationKey?: { readonly recipient: string; readonly wrappedKey: string };
}

/** From invited to accepted: the person proves the address by the link, and brings a key. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly links: LinksService,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly keys: KeysRepository,
    private readonly keyLog: KeyLogRepository,
    private readonly sessions: SessionsService,
    private readonly events: EventsRepository,
    private readonly waiting: WaitingMail,
  ) {}

  /** @throws Problem 404, 410 */
  async open(organizationId: string, linkId: string, token: string): Promise<Invitation> {
    return this.unitOfWork.read((connection) => this.invitation(connection, organizationId, linkId, token));
  }

  /**
   * Uses the link up. The first admin brings the organization's key as well, and is confirmed by that.
   * @returns where the person stands, and a session for the browser
   * @throws Problem 400, 404, 409, 410
   */
  async accept(
    organizationId: string,
    linkId: string,
    given: Acceptance,
  ): Promise<{ status: UserStatus; session: string }> {
    return this.unitOfWork.run(async (transaction) => {
      const { link, user, organization, makesOrganizationKey } = await this.invitation(
        transaction,
        organizationId,
        linkId,
        given.token,
        true,
      );
      if (makesOrganizationKey !== (given.organizationKey !== undefined))
        throw makesOrganizationKey
          ? invalid('The first admin has to make the key of the organization')
          : new Problem(409, 'has_key', 'The organization has a key already: load the page again');
      const fault = await this.links.use(transaction, link);
      if (fault) throw linkProblem(fault);
      const accepted = after(user, 'accept');
      if (!accepted) throw linkProblem('used');
      await this.events.lock(transaction, organizationId);
      const status = await this.keepKeys(transaction, user, given);
      await this.members.move(transaction, user, status, link.address);
      const session = await this.sessions.start(transaction, organizationId, user.id);
      const person = { id: user.id, name: displayNameOf(user), address: link.address };
      if (status === 'accepted') await this.waiting.waits(transaction, organization, person);
      else await this.waiting.newAdmin(transaction, organization, link.address);
      await this.events.append(transaction, { organizationId, actor: memberActor(user) }, drafts(user, status));
      return { status, session };
    });
  }

  private async keepKeys(transaction: Transaction, user: User, given: Acceptance): Promise<UserStatus> {
    const { organizationId, id: userId } = user;
    const { recipient, protectedIdentity, organizationKey } = given;
    if (await this.keys.ownerOf(transaction, organizationId, recipient)) throw invalid('This key has been used before');
    await this.keys.setMemberKey(transaction, organizationId, userId, recipient, protectedIdentity);
    const log: KeyLogDraft[] = [{ kind: 'member_key.set', userId, recipient, keyVersion: null }];
    if (organizationKey) {
      const { recipient: ofOrganization, wrappedKey } = organizationKey;
      if (await this.keys.organizationKey(transaction, organizationId))
        throw new Problem(409, 'has_key', 'The organization has a key already: load the page again');
      await this.keys.insertOrganizationKey(transaction, organizationId, { version: 1, recipient: ofOrganization });
      const { recipientHash } = (await this.keys.memberKey(transaction, organizationId, userId))!;
      await this.keys.setWrappedKey(transaction, organizationId, userId, recipientHash, wrappedKey, 1);
      log.push({ kind: 'organization_key.created', userId, recipient: ofOrganization, keyVersion: 1 });
      log.push({ kind: 'member_key.wrapped', userId, recipient, keyVersion: 1 });
    }
    await this.keyLog.append(transaction, organizationId, log);
    return organizationKey ? 'confirmed' : 'accepted';
  }

  private async invitation(
    connection: Connection,
    organizationId: string,
    linkId: string,
    token: string,
    lock = false,
  ): Promise<Invitation> {
    const link = await this.links.open(connection, organizationId, linkId, token);
    if (typeof link === 'string') throw linkProblem(link);
    if (link.purpose !== 'invitation') throw linkProblem('unknown');
    const user = await this.users.find(connection, organizationId, link.userId, lock);
    if (!user) throw linkProblem('deleted');
    if (user.status === 'revoked') throw linkProblem('revoked');
    const organization = await this.organizations.getWithin(connection, organizationId);
    refuseDomain(organization, link.address);
    const key = await this.keys.organizationKey(connection, organizationId);
    return { link, user, organization, recipient: key?.recipient, makesOrganizationKey: user.isAdmin && !key };
  }
}

/** The organization's rule on domains may have been tightened since the link was sent. @throws Problem 403 */
export function refuseDomain({ settings }: Organization, address: string): void {
  if (takesAddress(settings, address)) return;
  throw new Problem(
    403,
    'domain_not_allowed',
    'This organization no longer allows the domain of your e-mail address: ask one of its admins',
  );
}

export function linkProblem(fault: keyof typeof FAULTS): Problem {
  return new Problem(fault === 'unknown' ? 404 : 410, fault, FAULTS[fault]);
}

function drafts(user: User, status: UserStatus): EventDraft[] {
  const event = (type: string, data: object): EventDraft => ({
    type: `user.${type}`,
    resourceType: 'User',
    resourceId: user.id,
    data,
  });
  const accepted = event('accepted', {
    status: 'accepted',
    statusBefore: user.status,
    displayName: displayNameOf(user),
  });
  return status === 'confirmed'
    ? [accepted, event('confirmed', { status, statusBefore: 'accepted', keyVersion: 1 })]
    : [accepted];
}
