import { Injectable } from '@nestjs/common';
import { WaitingMail } from '../messaging/admin-mail/waiting-mail.js';
import type { Transaction } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { KeyLogRepository } from './keys/key-log.repository.js';
import { KeysRepository } from './keys/keys.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { after } from '../users/user-status.js';
import { UsersRepository } from '../users/users.repository.js';
import { MembersRepository, type MemberView } from './members.repository.js';
import { OnboardingMail } from './onboarding-mail.js';
import { notFound, Problem } from '../platform/http/problem.js';

/** The organization's key for one recipient, as an admin's browser has wrapped it. */
export interface WrappedKey {
  /** Digest of the recipient that the admin saw. */
  readonly recipientHash: string;
  readonly wrappedKey: string;
  /** Version of the organization's key. */
  readonly keyVersion: number;
}

const STATUS_TEXTS = {
  staged: 'has not been invited yet',
  invited: 'has not accepted yet',
  accepted: 'waits to be confirmed',
  confirmed: 'is confirmed already',
  revoked: 'has been revoked',
} as const;

/** From accepted to confirmed: an admin hands over the organization's key. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly keys: KeysRepository,
    private readonly keyLog: KeyLogRepository,
    private readonly events: EventsRepository,
    private readonly mail: OnboardingMail,
    private readonly waiting: WaitingMail,
  ) {}

  /** @throws Problem 404, 409 key_changed, wrong_status, key_rotated: then nothing has changed */
  async confirm(organizationId: string, id: string, wrapped: WrappedKey, actor: Actor): Promise<MemberView> {
    return this.unitOfWork.run(async (transaction) => {
      const user = (await this.users.find(transaction, organizationId, id, true)) ?? refuseUnknown();
      const confirmed = after(user, 'confirm');
      if (!confirmed)
        throw new Problem(409, 'wrong_status', `This person ${STATUS_TEXTS[user.status]}`, { status: user.status });
      // After the wait for this, a rotation that was under way is seen.
      await this.events.lock(transaction, organizationId);
      await this.keep(transaction, organizationId, id, wrapped);
      await this.members.move(transaction, user, confirmed.status, user.provenAddress);
      const organization = await this.organizations.getWithin(transaction, organizationId);
      await this.mail.confirmed(transaction, organization, user);
      await this.waiting.waitsNoLonger(transaction, organization);
      if (user.isAdmin) await this.waiting.newAdmin(transaction, organization, user.provenAddress ?? '');
      const { recipientHash, keyVersion } = wrapped;
      const data = { status: confirmed.status, statusBefore: user.status, recipientHash, keyVersion };
      await this.events.append(transaction, { organizationId, actor }, [
        { type: 'user.confirmed', resourceType: 'User', resourceId: id, data },
      ]);
      return (await this.members.view(transaction, organizationId, id))!;
    });
  }

  private async keep(transaction: Transaction, organizationId: string, userId: string, wrapped: WrappedKey) {
    const { recipientHash, wrappedKey, keyVersion } = wrapped;
    const current = await this.keys.organizationKey(transaction, organizationId);
    if (current?.version !== keyVersion)
      throw new Problem(409, 'key_rotated', 'The key of the organization has changed meanwhile: load the page again');
    const key = await this.keys.memberKey(transaction, organizationId, userId);
    const isKept = await this.keys.setWrappedKey(
      transaction,
      organizationId,
      userId,
      recipientHash,
      wrappedKey,
      keyVersion,
    );
    if (!key || !isKept)
      throw new Problem(409, 'key_changed', 'The key of this person has changed meanwhile: compare the words again');
    const { recipient } = key;
    await this.keyLog.append(transaction, organizationId, [
      { kind: 'member_key.wrapped', userId, recipient, keyVersion },
    ]);
  }
}

function refuseUnknown(): never {
  throw notFound('person');
}
