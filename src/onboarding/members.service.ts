import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import type { Transaction } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { InvitationsService } from '../messaging/invitations/invitations.service.js';
import { KeysRepository } from './keys/keys.repository.js';
import type { Link } from '../messaging/links/link.entity.js';
import { type LinkRef, LinksService } from '../messaging/links/links.service.js';
import { MembershipsRepository } from '../groups/memberships/memberships.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { SchemasService } from '../organizations/schemas/schemas.service.js';
import { strictProfile } from '../scim/protocol/profile.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { SessionsService } from '../access/sessions/sessions.service.js';
import { oneLine } from '../messaging/mail/one-line.js';
import { isAddress, isSameAddress } from '../messaging/mail/address.js';
import { AdoptionsService } from '../users/adoption/adoptions.service.js';
import { invitationAddressOf, invited } from '../users/user-mailing.js';
import { UserRules } from '../users/user-rules.js';
import { after, hasAccepted, type UserStatus } from '../users/user-status.js';
import { type User, UsersRepository } from '../users/users.repository.js';
import { UsersService } from '../users/users.service.js';
import { MembersRepository, type MemberView } from './members.repository.js';
import { invalid, notFound, Problem } from '../platform/http/problem.js';
import { isId } from '../platform/ids/new-id.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const WHOLE = { attributes: [], excludedAttributes: [] };

/** People who are named when an address is not theirs alone. */
const MAX_NAMED = 20;

/** Between two times that admins send an invitation again. */
const RESEND_INTERVAL_MS = 60_000;

/** What happened to a person, as the end of an event's type, and what the event tells beside the status. */
interface Done {
  readonly what: string;
  readonly data?: object;
}

interface InGroups {
  /** Display names of groups. */
  readonly groups: readonly string[];
}

/** What admins do with people, at the command line and over HTTP. Whatever SCIM shows is changed as SCIM changes it. */
@Injectable()
export class MembersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly schemas: SchemasService,
    private readonly usersService: UsersService,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly invitations: InvitationsService,
    private readonly links: LinksService,
    private readonly rules: UserRules,
    private readonly adoptions: AdoptionsService,
    private readonly keys: KeysRepository,
    private readonly sessions: SessionsService,
    private readonly events: EventsRepository,
  ) {}

  /** People in the order of their creation. @param afterId of the last one before, or an empty text */
  async list(
    organizationId: string,
    { status, afterId, limit }: { status?: UserStatus; afterId: string; limit: number },
  ): Promise<MemberView[]> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.members.list(connection, organizationId, status, afterId, limit));
  }

  /** Whose userName or address begins with a text, by userName. */
  async search(
    organizationId: string,
    { status, text, limit }: { status?: UserStatus; text: string; limit: number },
  ): Promise<MemberView[]> {
    return this.unitOfWork.read((connection) => this.members.search(connection, organizationId, status, text, limit));
  }

  /** Adds the names of the groups that each person is in, directly or through other groups. */
  async withGroups(organizationId: string, people: readonly MemberView[]): Promise<(MemberView & InGroups)[]> {
    const ids = people.map(({ id }) => id);
    const found = await this.unitOfWork.read((connection) =>
      this.memberships.groupsOf(connection, organizationId, ids),
    );
    const names = new Map(ids.map((id) => [id, new Set<string>()]));
    for (const { userId, display } of found) if (display !== null) names.get(userId)!.add(String(display));
    return people.map((person) => ({ ...person, groups: [...names.get(person.id)!] }));
  }

  async counts(organizationId: string): Promise<Record<UserStatus, number>> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.members.counts(connection, organizationId));
  }

  /** @param name id, userName or e-mail address @throws Problem 404; 409 several_people who have that name */
  async get(organizationId: string, name: string): Promise<MemberView> {
    const id = await this.idOf(organizationId, name);
    return this.unitOfWork.read(async (connection) => {
      return (await this.members.view(connection, organizationId, id)) ?? refuseUnknown();
    });
  }

  /** Invites somebody who is staged. @throws Problem 404, 409 */
  async invite(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      const next = after(user, 'invite');
      if (!next)
        throw new Problem(409, 'wrong_status', 'Only people who are staged can be invited', { status: user.status });
      await this.members.move(transaction, user, next.status, user.provenAddress);
      await this.invitations.issue(transaction, context, withAddress(user));
      return { what: 'invited' };
    });
  }

  /** Sends the invitation again; links of before open nothing any more. @throws Problem 404, 409, 429 within a minute */
  async resend(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      if (user.status !== 'invited')
        throw new Problem(409, 'wrong_status', 'Only people who are invited can be sent an invitation', {
          status: user.status,
        });
      const since = clock.now() - RESEND_INTERVAL_MS;
      const last = await this.members.resentAt(transaction, user, since);
      if (last !== undefined) throw tooSoon(Math.ceil((last - since) / 1_000));
      await this.invitations.reissue(transaction, context, withAddress(user));
      return { what: 'invitation_resent' };
    });
  }

  /**
   * Invites somebody again who has lost the key or its passphrase, at the address that this person has proven. What was
   * wrapped for the old key is gone, and so is every session. An admin stays one unless told otherwise: it counts for
   * nothing until another admin has compared the new key and confirmed it.
   * @throws Problem 404, 409; ScimError 409 for the last admin, whom nobody could confirm
   */
  async resetKey(organizationId: string, id: string, actor: Actor, keepAdmin = true): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      const next = after(user, 'resetKey');
      if (!next)
        throw new Problem(409, 'wrong_status', 'Only people who have accepted have a key to be reset', {
          status: user.status,
        });
      if (!user.provenAddress) throw noAddress();
      await this.rules.keepAdmin(transaction, user, actor);
      await this.events.lock(transaction, organizationId);
      await this.keys.removeMemberKey(transaction, organizationId, id);
      await this.sessions.endAll(transaction, organizationId, id);
      const invitee = { ...user, invitationAddress: user.provenAddress };
      await this.members.move(transaction, invitee, next.status, null);
      const isAdmin = user.isAdmin && keepAdmin;
      if (user.isAdmin && !isAdmin) await this.members.setAdmin(transaction, user, false);
      await this.invitations.reissue(transaction, context, withAddress(invitee));
      return { what: 'key_reset', data: { isAdmin } };
    });
  }

  /** @throws Problem 404, ScimError 409 for the last admin */
  async revoke(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.setActive(organizationId, id, false, actor);
  }

  /** @throws Problem 404, ScimError 400 when all seats are taken */
  async restore(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.setActive(organizationId, id, true, actor);
  }

  /** @throws Problem 404, ScimError 409 for the last admin */
  async remove(organizationId: string, id: string, actor: Actor): Promise<void> {
    const context = await this.contextOf(organizationId, actor);
    await this.usersService.delete(context, id, undefined).catch(asProblem);
  }

  /**
   * Makes the person an admin whom mail reaches at an address, or invites one there. Who merely has it as userName or as
   * another e-mail is somebody else: an identity provider can write anybody's address there.
   * @throws Problem 400; 409 other_address that says who was found and where that person's mail goes
   */
  async makeAdmin(organizationId: string, address: string, actor: Actor): Promise<MemberView> {
    if (!isAddress(address)) throw invalid('An e-mail address is needed');
    const context = await this.contextOf(organizationId, actor);
    const found = await this.unitOfWork.read((connection) =>
      this.members.named(connection, organizationId, address, MAX_NAMED),
    );
    const owner = found.find((person) => person.address !== null && isSameAddress(person.address, address));
    if (owner) return this.promote(organizationId, owner.id, actor, address);
    if (found.length > 0) throw otherAddress(found);
    const inviting = { ...context, settings: { ...context.settings, invitesLater: false } };
    const body = { schemas: [USER], userName: address, emails: [{ value: address, type: 'work', primary: true }] };
    return this.get(organizationId, await this.usersService.createAdmin(inviting, body));
  }

  /**
   * Makes exactly this person an admin, whose invitation stays where it is from now on, whatever SCIM writes.
   * @param address that this person's mail has to go to; any when left out
   * @throws Problem 404; 409 other_address, no_address
   */
  async promote(organizationId: string, id: string, actor: Actor, address?: string): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      const open = await this.links.newestOpen(transaction, organizationId, id, 'invitation');
      const mailed = hasAccepted(user) ? [user.provenAddress] : [invitationAddressOf(user), open?.address];
      const reached = mailed.filter((each) => typeof each === 'string');
      if (address !== undefined && !reached.every((each) => isSameAddress(each, address)))
        throw otherAddress([(await this.members.view(transaction, organizationId, id))!]);
      if (user.isAdmin) return undefined;
      if (!hasAccepted(user)) await this.bind(transaction, context, user, address ?? open?.address, open);
      await this.members.setAdmin(transaction, user, true);
      await this.adoptions.endApproval(transaction, organizationId, id);
      return { what: 'made_admin' };
    });
  }

  /** Ends nothing else. @throws Problem 404; ScimError 409 for the last admin who is confirmed */
  async removeAdmin(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, _context, user) => {
      if (!user.isAdmin) return undefined;
      await this.rules.keepAdmin(transaction, user, actor);
      await this.members.setAdmin(transaction, user, false);
      return { what: 'admin_removed' };
    });
  }

  /** Where the newest invitation of somebody leads, for whoever brings it there; undefined when there is none open. */
  async invitationUrl(organizationId: string, id: string): Promise<string | undefined> {
    const link: LinkRef | undefined = await this.unitOfWork.read((connection) =>
      this.links.newestOpen(connection, organizationId, id, 'invitation'),
    );
    return link && this.links.url(link);
  }

  /** @throws Problem 409 when there is none */
  async openInvitation(organizationId: string, id: string): Promise<string> {
    const url = await this.invitationUrl(organizationId, id);
    if (!url) throw new Problem(409, 'no_invitation', 'This person has no invitation that is open: send a new one');
    return url;
  }

  private async setActive(organizationId: string, id: string, active: boolean, actor: Actor): Promise<MemberView> {
    const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: active }] };
    const context = await this.contextOf(organizationId, actor);
    await this.usersService.patch(context, id, body, undefined, WHOLE, false).catch(asProblem);
    return this.get(organizationId, id);
  }

  /** Lets invitations of somebody go to one address alone; one that went elsewhere is sent again. */
  private async bind(
    transaction: Transaction,
    context: ScimContext,
    user: User,
    wanted: string | undefined,
    open: Link | undefined,
  ): Promise<void> {
    const address = wanted ?? invitationAddressOf(user);
    if (!address) throw noAddress();
    await this.members.bindInvitation(transaction, user, address);
    if (open && open.address !== address)
      await this.invitations.reissue(transaction, context, invited({ ...user, invitationAddress: address }));
  }

  /** @param work returns what happened, or undefined when nothing did */
  private async step(
    organizationId: string,
    id: string,
    actor: Actor,
    work: (transaction: Transaction, context: ScimContext, user: User) => Promise<Done | undefined>,
  ): Promise<MemberView> {
    const context = await this.contextOf(organizationId, actor);
    return this.unitOfWork.run(async (transaction) => {
      const user = (await this.users.find(transaction, organizationId, id, true)) ?? refuseUnknown();
      await actor.recheck?.(transaction);
      const done = await work(transaction, context, user);
      const view = (await this.members.view(transaction, organizationId, id))!;
      if (!done) return view;
      const moved = { status: view.status, ...(view.status !== user.status && { statusBefore: user.status }) };
      const event = { type: `user.${done.what}`, resourceType: 'User', resourceId: id } as const;
      await this.events.append(transaction, context, [{ ...event, data: { ...moved, ...done.data } }]);
      return view;
    });
  }

  /** Never one of several: an identity provider can write the name of somebody into another person. */
  private async idOf(organizationId: string, name: string): Promise<string> {
    if (isId(name)) return name;
    const found = await this.unitOfWork.read((connection) =>
      this.members.named(connection, organizationId, name, MAX_NAMED),
    );
    const [one, other] = found;
    if (!one) return refuseUnknown();
    if (other) throw severalPeople(found);
    return one.id;
  }

  /** Somebody changing people as SCIM changes them. @throws OrganizationError */
  async contextOf(organizationId: string, actor: Actor): Promise<ScimContext> {
    const { name: organizationName, settings } = await this.organizations.get(organizationId);
    const extensions = await this.schemas.current(organizationId);
    const baseUrl = this.organizations.scimUrl(organizationId);
    return {
      organizationId,
      organizationName,
      settings,
      actor,
      requestId: '',
      profile: strictProfile,
      extensions,
      baseUrl,
    };
  }
}

function withAddress(user: User) {
  const list = invited(user);
  if (list.length === 0) throw noAddress();
  return list;
}

function noAddress(): Problem {
  return new Problem(409, 'no_address', 'This person has no e-mail address to send mail to: add one first');
}

/** Says who was found by an address that is not where their mail goes. */
function otherAddress(found: readonly MemberView[]): Problem {
  const [people, named] = [shortly(found), inWords(found)];
  return new Problem(
    409,
    'other_address',
    `Nobody was made an admin. This address is a userName or an e-mail of ${named}. Give the id of the person you mean (--id), or an address that nobody else has`,
    { found: people },
  );
}

function severalPeople(found: readonly MemberView[]): Problem {
  return new Problem(
    409,
    'several_people',
    `Nothing was done. Several people have this name, as userName or among their e-mails: ${inWords(found)}. Give the id of the person whom you mean`,
    { found: shortly(found) },
  );
}

function shortly(people: readonly MemberView[]) {
  return people.map(({ id, userName, address, status }) => ({ id, userName, address, status }));
}

function inWords(people: readonly MemberView[]): string {
  return people
    .map(
      ({ id, userName, address, status }) =>
        `${oneLine(userName)} (${id}, ${status}), whose mail goes to ${address === null ? 'no address' : oneLine(address)}`,
    )
    .join('; ');
}

function asProblem(error: unknown): never {
  throw error instanceof ScimError && error.status === 404 ? notFound('person') : error;
}

function refuseUnknown(): never {
  throw notFound('person');
}

const tooSoon = (seconds: number) =>
  new Problem(
    429,
    'too_soon',
    `The invitation was sent again less than a minute ago: try again in ${seconds} seconds`,
    {},
    seconds,
  );
