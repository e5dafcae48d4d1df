import { answerTo } from '../../src/onboarding/keys/challenge.js';
import { type KeyPair, newKeyPair } from '../../src/onboarding/keys/key-pair.js';
import { openIdentity, protectIdentity } from '../../src/onboarding/keys/protected-identity.js';
import { unwrapKey, wrapKey } from '../../src/onboarding/keys/wrapped-key.js';

/** A new key under its passphrase. */
export interface NewMemberKey extends KeyPair {
  readonly protectedIdentity: string;
}

/** A new key of an organization, wrapped for whoever made it. */
export interface NewOrganizationKey extends KeyPair {
  readonly wrappedKey: string;
}

/** All that is done with keys. Runs in a worker, in Node as well: nothing here knows a page. */
export const operations = {
  async newMemberKey(passphrase: string): Promise<NewMemberKey> {
    const key = await newKeyPair();
    return { ...key, protectedIdentity: await protectIdentity(key.identity, passphrase) };
  },

  async newOrganizationKey(organizationId: string, memberRecipient: string): Promise<NewOrganizationKey> {
    const key = await newKeyPair();
    return { ...key, wrappedKey: await wrapKey({ ...key, organizationId, version: 1 }, memberRecipient) };
  },

  /** A new key, wrapped for nobody yet. */
  newKeyPair,
  openIdentity,
  protectIdentity,
  unwrapKey,
  wrapKey,
  answerTo,
};

export type Operations = typeof operations;
