import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { encryptFor } from './keys/age.js';
import { KeysRepository } from './keys/keys.repository.js';
import type { MemberKey } from './keys/member-key.entity.js';
import type { Link } from '../messaging/links/link.entity.js';
import { LinksService } from '../messaging/links/links.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { SessionsService } from '../access/sessions/sessions.service.js';
import type { Session } from '../access/sessions/session.entity.js';
import { hasAccepted, isActive, type UserStatus } from '../users/user-status.js';
import { UsersRepository } from '../users/users.repository.js';
import { linkProblem } from './acceptance.service.js';
import { MembersRepository } from './members.repository.js';
import { OnboardingMail } from './onboarding-mail.js';
import { Problem } from '../platform/http/problem.js';

const LINK_LIFETIME_MS = 15 * 60_000;
/** A person is sent one link in so long, however often somebody asks. */
const LINK_INTERVAL_MS = 60_000;

/** Signs people in who have a key: a mail brings them to it, and reading a challenge with it proves that they have it. */
@Injectable()
export class SignInService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly links: LinksService,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly keys: KeysRepository,
    private readonly sessions: SessionsService,
    private readonly mail: OnboardingMail,
  ) {}

  /** Sends a link to the person who has proven the address; says nothing of whether there is one. */
  async sendLink(organizationId: string, address: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const id = await this.members.provenIdOf(transaction, organizationId, address);
      const user = id && (await this.users.find(transaction, organizationId, id, true));
      if (!user || !user.provenAddress || !isActive(user) || !hasAccepted(user)) return;
      const before = await this.links.newest(transaction, organizationId, user.id, 'sign-in');
      if (before && clock.now() - before.createdAt < LINK_INTERVAL_MS) return;
      const link = { purpose: 'sign-in', userId: user.id, address: user.provenAddress } as const;
      const expiresAt = clock.now() + LINK_LIFETIME_MS;
      await this.links.void(transaction, organizationId, [user.id], 'replaced', 'sign-in');
      const [linkId] = await this.links.issue(transaction, organizationId, [{ ...link, expiresAt }]);
      const organization = await this.organizations.getWithin(transaction, organizationId);
      await this.mail.signIn(transaction, organization, user, { id: linkId!, address: link.address }, expiresAt);
    });
  }

  /** Uses a link up. @returns what the passphrase opens @throws Problem 404, 410 */
  async open(organizationId: string, linkId: string, token: string): Promise<{ link: Link; key: MemberKey }> {
    return this.unitOfWork.run(async (transaction) => {
      const link = await this.links.open(transaction, organizationId, linkId, token);
      if (typeof link === 'string') throw linkProblem(link);
      if (link.purpose !== 'sign-in') throw linkProblem('unknown');
      const fault = await this.links.use(transaction, link);
      if (fault) throw linkProblem(fault);
      const key = await this.keys.memberKey(transaction, organizationId, link.userId);
      return { link, key: key ?? refuseDeleted() };
    });
  }

  /** @returns an armored age file that only the owner of the recipient can read */
  async challenge(organizationId: string, recipient: string): Promise<string> {
    const text = await this.unitOfWork.run(async (transaction) => {
      const owner = await this.keys.ownerOf(transaction, organizationId, recipient);
      return this.sessions.challenge(transaction, organizationId, recipient, owner !== undefined);
    });
    return encryptFor(recipient, text);
  }

  /** @throws Problem 401, 403 revoked */
  async answer(
    organizationId: string,
    recipient: string,
    answer: string,
  ): Promise<{ status: UserStatus; session: string }> {
    return this.unitOfWork.run(async (transaction) => {
      const isRight = await this.sessions.isAnswer(transaction, organizationId, recipient, answer);
      const owner = isRight && (await this.keys.ownerOf(transaction, organizationId, recipient));
      // Locked: a session that begins while the person is revoked, or gets another key, would outlive that.
      const user = owner ? await this.users.find(transaction, organizationId, owner, true) : undefined;
      if (!user || (await this.keys.ownerOf(transaction, organizationId, recipient)) !== owner)
        throw new Problem(401, 'wrong_answer', 'This key is not one of the organization, or the answer came too late');
      if (!isActive(user)) throw new Problem(403, 'revoked', 'Your access to this organization has been taken away');
      return { status: user.status, session: await this.sessions.start(transaction, organizationId, user.id) };
    });
  }

  async signOut(session: Session): Promise<void> {
    await this.unitOfWork.run((transaction) => this.sessions.end(transaction, session));
  }
}

function refuseDeleted(): never {
  throw linkProblem('deleted');
}
