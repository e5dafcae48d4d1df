import { recipientHashOf } from '../../src/onboarding/keys/key-pair.js';
import { isProblem } from '../api/problem.js';
import { freshly } from '../crypto/freshly.js';
import { keys } from '../crypto/keys.js';
import type { KeyHolder } from '../pins.js';
import type { AdminDesk } from './admin-desk.js';

/** How many keys are wrapped between two looks at the bar. */
const BATCH = 25;
/** How many are sent at a time: as many as the server takes. */
const PAGE = 500;

interface Begun {
  readonly id: string;
  /** The new one of the organization. It is kept here alone until everybody has it. */
  readonly identity: string;
  /** The recipients that it was sent for, by the ids of the members. */
  readonly sent: Map<string, string>;
}

/** A new key of the organization for all confirmed members, in pages. What was sent is not sent again after a failure. */
export class KeyRotation {
  private begun: Begun | undefined;

  constructor(private readonly desk: AdminDesk) {}

  /** Begins, or goes on, and gives the key to all of them at once in the end. @throws Problem */
  async carryOut(members: readonly KeyHolder[], tell: (done: number) => void): Promise<void> {
    const { api, me } = this.desk;
    try {
      const begun = (this.begun ??= await this.begin());
      const waiting = members.filter(({ id, recipient }) => begun.sent.get(id) !== recipient);
      const done = members.length - waiting.length;
      for (let start = 0; start < waiting.length; start += PAGE)
        await this.send(begun, waiting.slice(start, start + PAGE), (wrapped) =>
          tell((done + start + wrapped) / members.length),
        );
      await freshly(api, me.recipient, () => api.completeRotation(begun.id));
    } catch (error) {
      if (isProblem(error, 'unknown')) this.begun = undefined;
      throw error;
    }
  }

  private async begin(): Promise<Begun> {
    const { api, me, organizationKey } = this.desk;
    const { identity, recipient } = await keys.newKeyPair();
    const key = { recipient, keyVersion: organizationKey.version + 1 };
    const { id } = await freshly(api, me.recipient, () => api.beginRotation(key));
    return { id, identity, sent: new Map() };
  }

  private async send(
    { id, identity, sent }: Begun,
    members: readonly KeyHolder[],
    tell: (wrapped: number) => void,
  ): Promise<void> {
    const { api, organizationKey } = this.desk;
    const key = { organizationId: organizationKey.organizationId, version: organizationKey.version + 1, identity };
    const wrap = async (member: KeyHolder) => ({
      id: member.id,
      recipientHash: recipientHashOf(member.recipient),
      wrappedKey: await keys.wrapKey(key, member.recipient),
    });
    const wrappedKeys = [];
    for (let start = 0; start < members.length; start += BATCH) {
      wrappedKeys.push(...(await Promise.all(members.slice(start, start + BATCH).map(wrap))));
      tell(wrappedKeys.length);
    }
    await api.addKeys(id, wrappedKeys);
    for (const member of members) sent.set(member.id, member.recipient);
  }
}
