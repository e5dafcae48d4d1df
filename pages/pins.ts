import type { Member } from './api/types.js';
import { Kept } from './kept.js';

/** What this browser knows of a member's key: it sees one first, and notices another until an admin confirms that. */
export type Sighting = 'first' | 'same' | 'changed';

/** A member who has a key. */
export type KeyHolder = Member & { readonly recipient: string };

export function holdsKey(member: Member): member is KeyHolder {
  return member.recipient !== null;
}

/**
 * The members' recipients as this browser first saw them. A server that hands out another key later, to read what is
 * wrapped for it, is noticed.
 */
export class Pins {
  private readonly kept: Kept<Record<string, string>>;

  constructor(organizationId: string) {
    this.kept = new Kept(`muster.pins.${organizationId}`, localStorage);
  }

  /** Compares, and remembers what is seen for the first time. @returns by id of the member */
  see(members: readonly KeyHolder[]): ReadonlyMap<string, Sighting> {
    const pinned = this.read();
    const sightings = members.map(({ id, recipient }): [string, Sighting] => {
      const before = pinned[id];
      pinned[id] ??= recipient;
      if (before === undefined) return [id, 'first'];
      return [id, before === recipient ? 'same' : 'changed'];
    });
    this.kept.set(pinned);
    return new Map(sightings);
  }

  pinned(memberId: string): string | undefined {
    return this.read()[memberId];
  }

  /** Only once the words of the new key were compared. */
  pin(memberId: string, recipient: string): void {
    this.kept.set({ ...this.read(), [memberId]: recipient });
  }

  private read(): Record<string, string> {
    return this.kept.get() ?? {};
  }
}
