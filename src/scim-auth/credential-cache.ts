import { LRUCache } from 'lru-cache';

/** What is kept of a key. */
interface Credential {
  readonly id: string;
  readonly organizationId: string;
}

/** Longest time for which a key still works in processes that did not revoke it themselves. */
const LIFETIME_MS = 1_000;
const MAX_CREDENTIALS = 10_000;

/** Credentials that were read a moment ago, so that a burst of requests asks the database once. */
export class CredentialCache<C extends Credential> {
  private readonly entries = new LRUCache<string, C>({
    max: MAX_CREDENTIALS,
    ttl: LIFETIME_MS,
    ttlResolution: 0,
    // A clock that nobody sets.
    perf: { now: () => performance.now() },
  });

  /** @param read asks the database; unknown keys are not kept */
  async get(id: string, read: (id: string) => Promise<C | null>): Promise<C | null> {
    const known = this.entries.get(id);
    if (known) return known;
    const start = performance.now();
    const credential = await read(id);
    if (credential) this.entries.set(id, credential, { start });
    return credential;
  }

  /** Keeps a change of what is known, for as long as that would have been kept. */
  amend(id: string, change: Partial<C>): void {
    const known = this.entries.peek(id);
    if (known) this.entries.set(id, { ...known, ...change }, { noUpdateTTL: true });
  }

  forget(organizationId: string): void {
    for (const [id, credential] of this.entries) {
      if (credential.organizationId === organizationId) this.entries.delete(id);
    }
  }
}
