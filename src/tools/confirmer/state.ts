import type { KeyHistory } from '../../onboarding/keys/key-history.js';

/** What was noted of a person's key. */
export interface KnownKey {
  /** The first one that was seen. */
  readonly recipient: string;
  /** When it was seen first, by the clock of this machine; milliseconds since 1970. */
  readonly since: number;
  /** Whether another one was seen for the same person since. */
  readonly hasChanged?: true;
}

/** All that has to be remembered from one run to the next, so that the server cannot take back what it once said. */
export interface ConfirmerState extends KeyHistory {
  readonly organizationId: string;
  /** By the id of the person. */
  readonly keys: Readonly<Record<string, KnownKey>>;
  /** When people were confirmed, in the last hour. */
  readonly confirmations: readonly number[];
}

export function newState(organizationId: string): ConfirmerState {
  return { organizationId, keys: {}, confirmations: [] };
}
