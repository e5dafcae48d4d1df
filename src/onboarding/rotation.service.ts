import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { KeyLogRepository, type KeyLogDraft } from './keys/key-log.repository.js';
import { KeysRepository, type OrganizationKey } from './keys/keys.repository.js';
import type { User } from '../users/users.repository.js';
import { Problem } from '../platform/http/problem.js';

/** A new key of the organization, wrapped for every confirmed member. */
export interface Rotation {
  readonly recipient: string;
  /** The new version: one more than the present one. */
  readonly keyVersion: number;
  readonly wrappedKeys: readonly { readonly id: string; readonly recipientHash: string; readonly wrappedKey: string }[];
}

/** Ids that an answer repeats. */
const NAMED_IDS = 1_000;

/** Changes the key of an organization for all confirmed members at once. */
@Injectable()
export class RotationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: KeysRepository,
    private readonly keyLog: KeyLogRepository,
    private readonly events: EventsRepository,
  ) {}

  /** @throws Problem 409 key_rotated, key_changed, incomplete: then nothing has changed */
  async rotate(admin: User, { recipient, keyVersion, wrappedKeys }: Rotation, actor: Actor): Promise<OrganizationKey> {
    const { organizationId, id: userId } = admin;
    return this.unitOfWork.run(async (transaction) => {
      await this.events.lock(transaction, organizationId);
      const current = await this.keys.organizationKey(transaction, organizationId);
      if (!current || current.version + 1 !== keyVersion)
        throw new Problem(409, 'key_rotated', 'The key of the organization has changed meanwhile: load the page again');
      const confirmed = new Set(await this.keys.confirmed(transaction, organizationId));
      const given = new Set(wrappedKeys.map(({ id }) => id));
      const missing = [...confirmed].filter((id) => !given.has(id));
      const others = [...given].filter((id) => !confirmed.has(id));
      if (missing.length > 0 || others.length > 0 || given.size !== wrappedKeys.length)
        throw new Problem(
          409,
          'incomplete',
          'The new key has to be wrapped for every confirmed member, once, and for nobody else',
          {
            missing: missing.slice(0, NAMED_IDS),
            others: others.slice(0, NAMED_IDS),
          },
        );
      await this.keys.insertOrganizationKey(transaction, organizationId, { version: keyVersion, recipient });
      const log: KeyLogDraft[] = [{ kind: 'organization_key.rotated', userId, recipient, keyVersion }];
      for (const { id, recipientHash, wrappedKey } of wrappedKeys) {
        const key = await this.keys.memberKey(transaction, organizationId, id);
        const isKept = await this.keys.setWrappedKey(
          transaction,
          organizationId,
          id,
          recipientHash,
          wrappedKey,
          keyVersion,
        );
        if (!isKept || !key)
          throw new Problem(409, 'key_changed', 'The key of a member has changed meanwhile: load the page again', {
            id,
          });
        log.push({ kind: 'member_key.wrapped', userId: id, recipient: key.recipient, keyVersion });
      }
      await this.keys.forgetRevoked(transaction, organizationId);
      await this.keyLog.append(transaction, organizationId, log);
      this.events.append(transaction, { organizationId, actor }, [
        {
          type: 'organization.key_rotated',
          resourceType: 'Organization',
          resourceId: organizationId,
          data: { keyVersion, recipient, members: wrappedKeys.length },
        },
      ]);
      return { version: keyVersion, recipient };
    });
  }
}
