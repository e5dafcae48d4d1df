import { BrokenKeyLog, followKeyLog, type KeyHistory } from '../../src/onboarding/keys/key-history.js';
import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import type { OpenedOrganizationKey } from '../../src/onboarding/keys/wrapped-key.js';
import type { Api } from '../api/api.js';
import { Kept } from '../kept.js';
import { keys } from './keys.js';

/** How often a rotation may come between reading the key log and reading the key. */
const ATTEMPTS = 3;

/** The organization's key log as this browser saw it last. */
export function keptHistory({ organizationId }: Api): Kept<KeyHistory> {
  return new Kept(`muster.key-log.${organizationId}`, localStorage);
}

/**
 * Opens the organization's key, and holds it against the key log, and that against what this browser saw before.
 * @throws Problem, ForeignKey @throws BrokenKeyLog when the server takes back what it said before
 */
export async function openOrganizationKey(api: Api, own: KeyPair): Promise<OpenedOrganizationKey> {
  const { organizationId } = api;
  const kept = keptHistory(api);
  for (let attempt = 1; ; attempt += 1) {
    const history = await followKeyLog(organizationId, kept.get() ?? {}, (after) => api.keyLog(after));
    const { version, recipient } = history.organizationKey;
    const { wrappedKey, keyVersion, organizationRecipient } = await api.myKey();
    if (keyVersion > version && attempt < ATTEMPTS) continue;
    if (keyVersion !== version || organizationRecipient !== recipient)
      throw new BrokenKeyLog('The key of the organization is not the one of its key log');
    const key = await keys.unwrapKey(wrappedKey, own, { organizationId, version, recipient });
    kept.set(history);
    return key;
  }
}
