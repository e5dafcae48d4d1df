import type { Transaction } from '../platform/database/connection.js';

type Recheck = (transaction: Transaction) => Promise<void>;

/** Checks once in each transaction: what the transaction itself ends afterwards is no reason to refuse it. */
export function oncePerTransaction(check: Recheck): Recheck {
  const checked = new WeakSet<Transaction>();
  return async (transaction) => {
    if (checked.has(transaction)) return;
    await check(transaction);
    checked.add(transaction);
  };
}

/** Who makes a change. */
export interface Actor {
  /**
   * A SCIM key, a person of the organization, an admin's account, the operator at the command line, the server by itself,
   * or somebody who has found a key and reported it.
   */
  readonly kind: 'key' | 'member' | 'admin' | 'operator' | 'server' | 'finder';
  readonly id?: string;
  readonly label?: string;
  /**
   * Set for an actor who is signed in. Fails the transaction of a change when the session, or the proof that the change
   * needs, has ended since the request was let in. Each event checks it, and a change that may end the session itself checks
   * it first. It is never stored, as JSON has no functions.
   */
  readonly recheck?: Recheck;
}

export const OPERATOR: Actor = { kind: 'operator' };
export const SERVER: Actor = { kind: 'server' };
/** Somebody who reports a found key. Only the address is known. */
export const finderAt = (address: string): Actor => ({ kind: 'finder', label: address });

/** The actor of what has to be done even when the session has ended meanwhile. */
export function lasting({ kind, id, label }: Actor): Actor {
  return { kind, id, label };
}

export function isProvider({ kind }: Actor): boolean {
  return kind === 'key';
}

/** In whose name and for which request an organization is changed. */
export interface ChangeContext {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly requestId?: string;
  /** Version of the organization's schemas, where the change depends on them. */
  readonly schemasVersion?: number;
}
