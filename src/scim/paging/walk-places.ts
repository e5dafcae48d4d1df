import type { Position } from '../sql/order.js';

/** How long a walk may rest between two pages. */
export const WALK_LIFETIME_MS = 600_000;
/** Walks at once that are told apart where one page ended; of more, the oldest is forgotten. */
const ENDS_OF_A_PLACE = 8;
const PLACES = 64;

/** Where a page ended. */
interface End {
  readonly position: Position;
  at: number;
  arrivals: number;
}

/** What is known of one `startIndex`. */
interface Place {
  /** The `startIndex` of the page before. */
  readonly from: number;
  /** Requests that were answered from here. */
  asked: number;
  /** Walks that have asked for the page after this one, or ended here. */
  passed: number;
  ends: End[];
}

/** Places by their `startIndex`, as they are stored. */
export type StoredPlaces = Record<string, Place>;

/**
 * Where the pages of one query ended that one key reads by index. Nobody says which walk a request belongs to: while
 * several may stand at one place, all ends count, so that a page begins behind the earliest and nobody is lost.
 */
export class WalkPlaces {
  private readonly places: Map<number, Place>;

  constructor(
    stored: StoredPlaces,
    private readonly now: number,
  ) {
    const isLive = ({ at }: End) => at > now - WALK_LIFETIME_MS;
    const live = Object.entries(stored).map(([index, place]): [number, Place] => [
      Number(index),
      { ...place, ends: place.ends.filter(isLive) },
    ]);
    this.places = new Map(live.filter(([, { ends }]) => ends.length > 0));
  }

  get stored(): StoredPlaces {
    return Object.fromEntries(this.places);
  }

  /** Behind which the page at an index may begin; empty where none has led there. */
  endsAt(startIndex: number): Position[] {
    return this.places.get(startIndex)?.ends.map(({ position }) => position) ?? [];
  }

  /** A first page leads on. @param arrivals of as many walks */
  begin(next: number, end: Position, arrivals = 1): void {
    this.arrive(next, 1, end, arrivals);
  }

  /**
   * A page was read from a place and leads on. One that was read before, because its answer was lost, is no other walk.
   * @param isLast whether nothing is left behind it: walks end here, and can be taken up again
   */
  advance(startIndex: number, next: number, end: Position, isLast: boolean): void {
    const place = this.places.get(startIndex);
    const isRepeated = place !== undefined && place.asked >= arrivalsAt(place);
    if (place) place.asked += 1;
    if (place && !isRepeated) {
      this.pass(place.from);
      if (isLast) place.passed += 1;
    }
    this.arrive(next, startIndex, end, isRepeated || isLast ? 0 : 1);
  }

  /** A place is of no use any more once all who stood there have passed it. */
  private pass(startIndex: number): void {
    const place = this.places.get(startIndex);
    if (!place) return;
    place.passed += 1;
    if (!isAwaited(place)) this.places.delete(startIndex);
  }

  private arrive(startIndex: number, from: number, position: Position, arrivals: number): void {
    const known = this.places.get(startIndex);
    const place = known && isAwaited(known) ? known : { from, asked: 0, passed: 0, ends: [] };
    const same = place.ends.find((end) => end.position.id === position.id && end.position.key === position.key);
    const others = place.ends.filter((end) => end !== same);
    const end = { position, at: this.now, arrivals: (same?.arrivals ?? 0) + arrivals };
    place.ends = [...others.slice(1 - ENDS_OF_A_PLACE), end];
    this.places.delete(startIndex);
    this.places.set(startIndex, place);
    for (const oldest of [...this.places.keys()].slice(0, -PLACES)) this.places.delete(oldest);
  }
}

function arrivalsAt({ ends }: Place): number {
  return ends.reduce((sum, { arrivals }) => sum + arrivals, 0);
}

function isAwaited(place: Place): boolean {
  return arrivalsAt(place) > place.passed;
}
