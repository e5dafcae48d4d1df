import { recipientHashOf } from '../../src/onboarding/keys/key-pair.js';
import type { WrappedKey } from '../api/types.js';
import { freshly } from '../crypto/freshly.js';
import { keys } from '../crypto/keys.js';
import type { KeyHolder } from '../pins.js';
import type { AdminDesk } from './admin-desk.js';

/** How many keys are wrapped between two looks at the bar. */
const BATCH = 25;

/** Makes a new key of the organization, and gives it to all of them at once. @throws Problem */
export async function rotate(
  { api, me, organizationKey: { organizationId, version: before } }: AdminDesk,
  members: readonly KeyHolder[],
  tell: (done: number) => void,
): Promise<void> {
  const { identity, recipient } = await keys.newKeyPair();
  const version = before + 1;
  const wrappedKeys: WrappedKey[] = [];
  for (let start = 0; start < members.length; start += BATCH) {
    const batch = members.slice(start, start + BATCH).map(async (member) => ({
      id: member.id,
      recipientHash: recipientHashOf(member.recipient),
      wrappedKey: await keys.wrapKey({ organizationId, version, identity }, member.recipient),
    }));
    wrappedKeys.push(...(await Promise.all(batch)));
    tell(wrappedKeys.length / members.length);
  }
  await freshly(api, me.recipient, () => api.rotate({ recipient, keyVersion: version, wrappedKeys }));
}
