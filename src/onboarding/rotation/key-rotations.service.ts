import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../access/signed-in-members.js';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { AT_ONCE, inSteps } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { EventsRepository } from '../../events/events.repository.js';
import { Problem } from '../../platform/http/problem.js';
import { KeyLogRepository } from '../keys/key-log.repository.js';
import { KeysRepository, type PublicKey } from '../keys/keys.repository.js';
import { newId } from '../../platform/ids/new-id.js';
import type { KeyRotation } from './key-rotation.entity.js';
import {
  type KeyRotationRef,
  KeyRotationsRepository,
  type Recipient,
  type WrappedKey,
} from './key-rotations.repository.js';
import { DAY_MS } from '../../platform/time.js';

/** For how long a rotation can be completed. */
const LIFETIME_MS = DAY_MS;
/** Members who are given their keys in one statement. */
const MEMBERS_AT_ONCE = 500;
/** Ids that an answer repeats. */
const NAMED_IDS = 1_000;

/** Who rotates. */
type Admin = Pick<SignedIn, 'user' | 'actor'>;
export type NewKey = Pick<KeyRotation, 'recipient' | 'keyVersion'>;

/**
 * Changes the key of an organization for all confirmed members at once. Keys come in pages, and wait until the rotation is
 * completed. An organization has one rotation under way, which belongs to the admin who began it.
 */
@Injectable()
export class KeyRotationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rotations: KeyRotationsRepository,
    private readonly keys: KeysRepository,
    private readonly keyLog: KeyLogRepository,
    private readonly events: EventsRepository,
  ) {}

  /** Takes the place of a rotation that is under way. @throws Problem 409 key_rotated */
  begin(admin: Admin, newKey: NewKey): Promise<KeyRotation> {
    return this.run(admin, (transaction) => this.beginWithin(transaction, admin, newKey));
  }

  /** @throws Problem 404, 409 key_rotated, incomplete, key_changed: then none of the keys is kept */
  add(admin: Admin, id: string, keys: readonly WrappedKey[]): Promise<void> {
    return this.run(admin, async (transaction) => {
      const rotation = await this.live(transaction, admin, id);
      await this.refuseUnlessNext(transaction, rotation);
      await this.addWithin(transaction, rotation, keys);
    });
  }

  /**
   * May be repeated: one that is completed already is answered with its key.
   * @throws Problem 404, 409 key_rotated, incomplete: then nothing has changed
   */
  async complete(admin: Admin, id: string): Promise<PublicKey> {
    const { organizationId } = admin.user;
    const key = await this.run(admin, async (transaction) => {
      await this.events.lock(transaction, organizationId);
      const rotation = await this.live(transaction, admin, id);
      const current = await this.keys.organizationKey(transaction, organizationId);
      if (current?.version === rotation.keyVersion && current.recipient === rotation.recipient) return current;
      await this.refuseUnlessNext(transaction, rotation);
      return this.completeWithin(transaction, admin, rotation);
    });
    await this.forgetKeys({ organizationId, id });
    return key;
  }

  /** All of it at once, for few members. @throws Problem 409 key_rotated, incomplete, key_changed: then nothing has changed */
  async rotate(admin: Admin, newKey: NewKey, keys: readonly WrappedKey[]): Promise<PublicKey> {
    const { id, key } = await this.run(admin, async (transaction) => {
      const rotation = await this.beginWithin(transaction, admin, newKey);
      if (keys.length > 0) await this.addWithin(transaction, rotation, keys);
      return { id: rotation.id, key: await this.completeWithin(transaction, admin, rotation) };
    });
    await this.forgetKeys({ organizationId: admin.user.organizationId, id });
    return key;
  }

  /** Not in the transaction that all members wait for. What a failure leaves is removed once the rotation expires. */
  async forgetKeys(rotation: KeyRotationRef): Promise<void> {
    await inSteps(() =>
      this.unitOfWork.run((transaction) => this.rotations.forgetKeys(transaction, rotation, AT_ONCE)),
    );
  }

  /** In a transaction that fails when the admin's session has ended meanwhile. Its lock comes before all others. */
  private run<T>({ actor }: Admin, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async (transaction) => {
      await actor.recheck?.(transaction);
      return work(transaction);
    });
  }

  private async beginWithin(transaction: Transaction, admin: Admin, newKey: NewKey): Promise<KeyRotation> {
    const { organizationId, id: userId } = admin.user;
    await this.events.lock(transaction, organizationId);
    const now = clock.now();
    const rotation = { organizationId, id: newId(), userId, ...newKey, expiresAt: now + LIFETIME_MS };
    await this.refuseUnlessNext(transaction, rotation);
    await this.rotations.expireAll(transaction, organizationId, now);
    await this.rotations.insert(transaction, rotation);
    return rotation;
  }

  private async live(transaction: Transaction, { user }: Admin, id: string): Promise<KeyRotation> {
    const { organizationId, id: userId } = user;
    const rotation = await this.rotations.findLive(transaction, { organizationId, id }, userId, clock.now());
    if (!rotation)
      throw new Problem(
        404,
        'unknown',
        'You have no such rotation under way: it has expired, or another one was begun. Begin one',
      );
    return rotation;
  }

  private async refuseUnlessNext(transaction: Transaction, { organizationId, keyVersion }: KeyRotation): Promise<void> {
    const current = await this.keys.organizationKey(transaction, organizationId);
    if (!current || current.version + 1 !== keyVersion)
      throw new Problem(409, 'key_rotated', 'The key of the organization has changed meanwhile: load the page again');
  }

  private async addWithin(transaction: Transaction, rotation: KeyRotation, keys: readonly WrappedKey[]): Promise<void> {
    const ids = new Set(keys.map(({ id }) => id));
    const hashes = await this.rotations.hashesOf(transaction, rotation.organizationId, [...ids]);
    const others = [...ids].filter((id) => !hashes.has(id));
    if (others.length > 0 || ids.size !== keys.length) throw incomplete([], others);
    const changed = keys.find(({ id, recipientHash }) => hashes.get(id) !== recipientHash);
    if (changed)
      throw new Problem(409, 'key_changed', 'The key of a member has changed meanwhile: load the page again', {
        id: changed.id,
      });
    await this.rotations.putKeys(transaction, rotation, keys);
  }

  /** The caller holds the organization's lock: nobody is confirmed, revoked or takes another key meanwhile. */
  private async completeWithin(transaction: Transaction, admin: Admin, rotation: KeyRotation): Promise<PublicKey> {
    const { organizationId, keyVersion, recipient } = rotation;
    await this.refuseUnlessCovered(transaction, rotation);
    const key = { version: keyVersion, recipient };
    await this.keys.insertOrganizationKey(transaction, organizationId, key);
    await this.keyLog.append(transaction, organizationId, [
      { kind: 'organization_key.rotated', userId: admin.user.id, recipient, keyVersion },
    ]);
    let members = 0;
    for await (const batch of this.recipients(transaction, rotation)) {
      members += batch.length;
      const ids = batch.map(({ id }) => id);
      await this.rotations.apply(transaction, rotation, ids, clock.now());
      const drafts = batch.map((member) => ({
        kind: 'member_key.wrapped' as const,
        userId: member.id,
        recipient: member.recipient,
        keyVersion,
      }));
      await this.keyLog.append(transaction, organizationId, drafts);
    }
    await this.keys.forgetRevoked(transaction, organizationId);
    await this.events.append(transaction, { organizationId, actor: admin.actor }, [
      {
        type: 'organization.key_rotated',
        resourceType: 'Organization',
        resourceId: organizationId,
        data: { keyVersion, recipient, members },
      },
    ]);
    return key;
  }

  private async refuseUnlessCovered(transaction: Transaction, rotation: KeyRotation): Promise<void> {
    const missing: string[] = [];
    for await (const batch of this.recipients(transaction, rotation))
      for (const { id, isCovered } of batch) if (!isCovered && missing.length < NAMED_IDS) missing.push(id);
    if (missing.length > 0) throw incomplete(missing, []);
  }

  /** All confirmed members, some at a time. In between, the process can do other things. */
  private async *recipients(transaction: Transaction, rotation: KeyRotation): AsyncGenerator<readonly Recipient[]> {
    for (let after = ''; ;) {
      const batch = await this.rotations.recipientsAfter(transaction, rotation, after, MEMBERS_AT_ONCE);
      if (batch.length > 0) yield batch;
      if (batch.length < MEMBERS_AT_ONCE) return;
      after = batch.at(-1)!.id;
      await setImmediate();
    }
  }
}

function incomplete(missing: readonly string[], others: readonly string[]): Problem {
  return new Problem(
    409,
    'incomplete',
    'The new key has to be wrapped for every confirmed member, once, and for nobody else',
    { missing, others },
  );
}
