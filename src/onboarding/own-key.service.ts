import { Injectable } from '@nestjs/common';
import { WaitingMail } from '../messaging/admin-mail/waiting-mail.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import type { KeyLogEntry } from './keys/key-log.js';
import { KeyLogRepository } from './keys/key-log.repository.js';
import { KeysRepository } from './keys/keys.repository.js';
import type { MemberKey } from './keys/member-key.entity.js';
import type { OrganizationKey } from './keys/organization-key.entity.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import type { Session } from '../access/sessions/session.entity.js';
import { SessionsService } from '../access/sessions/sessions.service.js';
import { after, type UserStatus } from '../users/user-status.js';
import { displayNameOf } from '../users/user-mailing.js';
import { UserRules } from '../users/user-rules.js';
import { UsersRepository } from '../users/users.repository.js';
import { MembersRepository } from './members.repository.js';
import { invalid, Problem } from '../platform/http/problem.js';

export interface OwnKey {
  readonly recipient: string;
  readonly protectedIdentity: string;
  /** The recipient that the new key takes the place of. */
  readonly replaces: string;
}

const ENTRIES_AT_ONCE = 500;

/** What people do with their own keys, and the log in which everybody sees all of them. */
@Injectable()
export class OwnKeyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly users: UsersRepository,
    private readonly rules: UserRules,
    private readonly members: MembersRepository,
    private readonly keys: KeysRepository,
    private readonly keyLog: KeyLogRepository,
    private readonly sessions: SessionsService,
    private readonly events: EventsRepository,
    private readonly waiting: WaitingMail,
  ) {}

  /** What the server has of a person's key and of the organization's. */
  get(
    organizationId: string,
    userId: string,
  ): Promise<{ key: MemberKey | null; organizationKey: OrganizationKey | null }> {
    return this.unitOfWork.read(async (connection) => ({
      key: await this.keys.memberKey(connection, organizationId, userId),
      organizationKey: await this.keys.organizationKey(connection, organizationId),
    }));
  }

  /**
   * Takes another key, also the same one under another passphrase. With another recipient the person has to be
   * confirmed again, and other sessions end.
   * @throws Problem 400, 409 key_changed; ScimError 409 for the last admin, whose key nobody could be confirmed with
   */
  async change(
    session: Session,
    { recipient, protectedIdentity, replaces }: OwnKey,
    actor: Actor,
  ): Promise<UserStatus> {
    const { organizationId, userId } = session;
    return this.unitOfWork.run(async (transaction) => {
      // Another passphrase for the same key is no event, which would do this.
      await actor.recheck?.(transaction);
      const user = (await this.users.find(transaction, organizationId, userId, true))!;
      const before = await this.keys.memberKey(transaction, organizationId, userId);
      const next = after(user, 'changeKey');
      if (!next || before?.recipient !== replaces)
        throw new Problem(409, 'key_changed', 'Your key has changed meanwhile: load the page again');
      if (recipient === replaces) {
        await this.keys.setProtectedIdentity(transaction, organizationId, userId, protectedIdentity);
        return user.status;
      }
      await this.rules.keepAdmin(transaction, user, actor);
      if (await this.keys.ownerOf(transaction, organizationId, recipient))
        throw invalid('This key has been used before');
      await this.events.lock(transaction, organizationId);
      await this.keys.setMemberKey(transaction, organizationId, userId, recipient, protectedIdentity);
      await this.keyLog.append(transaction, organizationId, [
        { kind: 'member_key.set', userId, recipient, keyVersion: null },
      ]);
      await this.members.move(transaction, user, next.status, user.provenAddress);
      await this.sessions.endOthers(transaction, session);
      const organization = await this.organizations.getWithin(transaction, organizationId);
      const person = { id: userId, name: displayNameOf(user), address: user.provenAddress ?? '' };
      await this.waiting.waits(transaction, organization, person);
      await this.events.append(transaction, { organizationId, actor }, [
        {
          type: 'user.key_changed',
          resourceType: 'User',
          resourceId: userId,
          data: { status: next.status, statusBefore: user.status, recipient, replaces },
        },
      ]);
      return next.status;
    });
  }

  async log(organizationId: string, sequence: number): Promise<{ entries: KeyLogEntry[]; isEnd: boolean }> {
    const entries = await this.unitOfWork.read((connection) =>
      this.keyLog.after(connection, organizationId, sequence, ENTRIES_AT_ONCE),
    );
    return { entries, isEnd: entries.length < ENTRIES_AT_ONCE };
  }
}
