import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';

/** The member's own key while this page is open, so that the passphrase is asked for once. Never stored. */
let opened: KeyPair | undefined;

export function keepOpen(key: KeyPair): void {
  opened = { identity: key.identity, recipient: key.recipient };
}

export function openedKey(recipient: string | null): KeyPair | undefined {
  return opened?.recipient === recipient ? opened : undefined;
}

export function close(): void {
  opened = undefined;
}
