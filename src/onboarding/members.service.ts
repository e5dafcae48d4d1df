import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/connection.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { InvitationsService } from '../invitations/invitations.service.js';
import { KeysRepository } from '../keys/keys.repository.js';
import { type LinkRef, LinksService } from '../links/links.service.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { SchemasService } from '../schemas/schemas.service.js';
import { strictProfile } from '../scim/protocol/profile.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { isAddress } from '../users/address.js';
import { invited } from '../users/user-mailing.js';
import { UserRules } from '../users/user-rules.js';
import { after, type UserStatus } from '../users/user-status.js';
import { type User, UsersRepository } from '../users/users.repository.js';
import { UsersService } from '../users/users.service.js';
import { MembersRepository, type MemberView } from './members.repository.js';
import { invalid, notFound, Problem } from '../http/problem.js';
import { isId } from '../new-id.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const WHOLE = { attributes: [], excludedAttributes: [] };

export interface InGroups {
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

  /** The same people with the names of the groups that each is in, directly or through other groups. */
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

  /** @param name id, userName or e-mail address @throws Problem 404 */
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
      return 'invited';
    });
  }

  /** Sends the invitation again; links of before open nothing any more. @throws Problem 404, 409 */
  async resend(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      if (user.status !== 'invited')
        throw new Problem(409, 'wrong_status', 'Only people who are invited can be sent an invitation', {
          status: user.status,
        });
      await this.invitations.reissue(transaction, context, withAddress(user));
      return 'invitation_resent';
    });
  }

  /**
   * Invites somebody anew who has lost the key or its passphrase. What was wrapped for the old key is gone, and every
   * session of that person with it.
   * @throws Problem 404, 409; ScimError 409 for the last admin, whom nobody could confirm
   */
  async resetKey(organizationId: string, id: string, actor: Actor): Promise<MemberView> {
    return this.step(organizationId, id, actor, async (transaction, context, user) => {
      const next = after(user, 'resetKey');
      if (!next)
        throw new Problem(409, 'wrong_status', 'Only people who have accepted have a key to be reset', {
          status: user.status,
        });
      await this.rules.keepAdmin(transaction, user);
      await this.events.lock(transaction, organizationId);
      await this.keys.removeMemberKey(transaction, organizationId, id);
      await this.sessions.endAll(transaction, organizationId, id);
      await this.members.move(transaction, user, next.status, null);
      await this.invitations.reissue(transaction, context, withAddress(user));
      return 'key_reset';
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

  /** Makes somebody an admin, who is invited for it where the organization does not know the address. */
  async makeAdmin(organizationId: string, address: string, actor: Actor): Promise<MemberView> {
    if (!isAddress(address)) throw invalid('An e-mail address is needed');
    const context = await this.contextOf(organizationId, actor);
    const inviting = { ...context, settings: { ...context.settings, invitesLater: false } };
    const body = { schemas: [USER], userName: address, emails: [{ value: address, type: 'work', primary: true }] };
    const known = await this.unitOfWork.read((connection) => this.members.idOf(connection, organizationId, address));
    const id = known ?? (await this.usersService.create(inviting, body, WHOLE)).id;
    return this.step(organizationId, id, actor, async (transaction, _context, user) => {
      if (user.isAdmin) return undefined;
      await this.members.setAdmin(transaction, user, true);
      return 'made_admin';
    });
  }

  /** Where the newest invitation of somebody leads, for whoever brings it there; undefined when there is none open. */
  async invitationUrl(organizationId: string, id: string): Promise<string | undefined> {
    const link: LinkRef | undefined = await this.unitOfWork.read((connection) =>
      this.links.newestOpen(connection, organizationId, id, 'invitation'),
    );
    return link && this.links.url(link);
  }

  /** The same. @throws Problem 409 when there is none */
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

  /** @param work returns what happened, or undefined when nothing did */
  private async step(
    organizationId: string,
    id: string,
    actor: Actor,
    work: (transaction: Transaction, context: ScimContext, user: User) => Promise<string | undefined>,
  ): Promise<MemberView> {
    const context = await this.contextOf(organizationId, actor);
    return this.unitOfWork.run(async (transaction) => {
      const user = (await this.users.find(transaction, organizationId, id, true)) ?? refuseUnknown();
      const what = await work(transaction, context, user);
      const view = (await this.members.view(transaction, organizationId, id))!;
      if (!what) return view;
      const data = { status: view.status, ...(view.status !== user.status && { statusBefore: user.status }) };
      this.events.append(transaction, context, [{ type: `user.${what}`, resourceType: 'User', resourceId: id, data }]);
      return view;
    });
  }

  private async idOf(organizationId: string, name: string): Promise<string> {
    if (isId(name)) return name;
    const id = await this.unitOfWork.read((connection) => this.members.idOf(connection, organizationId, name));
    return id ?? refuseUnknown();
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
  if (list.length === 0)
    throw new Problem(409, 'no_address', 'This person has no e-mail address that a mail could go to');
  return list;
}

function asProblem(error: unknown): never {
  throw error instanceof ScimError && error.status === 404 ? notFound('person') : error;
}

function refuseUnknown(): never {
  throw notFound('person');
}
