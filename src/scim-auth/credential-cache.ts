/** What is kept of a key. */
interface Credential {
  readonly id: string;
  readonly organizationId: string;
}

/** Longest time for which a key still works in processes that did not revoke it themselves. */
const LIFETIME_MS = 1_000;
const MAX_CREDENTIALS = 10_000;

interface Entry<C> {
  readonly credential: C;
  /** By a clock that nobody sets. */
  readonly readAt: number;
}

/** Credentials that were read a moment ago, so that a burst of requests asks the database once. */
export class CredentialCache<C extends Credential> {
  private readonly entries = new Map<string, Entry<C>>();

  /** @param read asks the database; unknown keys are not kept */
  async get(id: string, read: (id: string) => Promise<C | undefined>): Promise<C | undefined> {
    const readAt = performance.now();
    const known = this.entries.get(id);
    if (known && readAt - known.readAt < LIFETIME_MS) return known.credential;
    const credential = await read(id);
    if (credential) this.keep({ credential, readAt });
    else this.entries.delete(id);
    return credential;
  }

  /** Keeps a change of what is known, for as long as that would have been kept. */
  amend(id: string, change: Partial<C>): void {
    const known = this.entries.get(id);
    if (known) this.entries.set(id, { ...known, credential: { ...known.credential, ...change } });
  }

  forget(organizationId: string): void {
    for (const [id, { credential }] of this.entries) {
      if (credential.organizationId === organizationId) this.entries.delete(id);
    }
  }

  private keep(entry: Entry<C>): void {
    this.entries.delete(entry.credential.id);
    if (this.entries.size >= MAX_CREDENTIALS) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(entry.credential.id, entry);
  }
}
