/** A source of choices that can be repeated by its seed (mulberry32). */
export class Random {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed;
  }

  /** PROPERTY_SEED repeats a run. */
  static fromEnvironment(): Random {
    return new Random(Number(process.env['PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31)));
  }

  /** From 0 to limit - 1. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** From `least` to `most` of what `make` makes. */
  several<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** The text with the case of some letters changed. */
  recased(text: string): string {
    return this.chance(70) ? text : text.replace(/[a-z]/gi, (letter) => (this.chance(50) ? swapped(letter) : letter));
  }
}

function swapped(letter: string): string {
  const upper = letter.toUpperCase();
  return letter === upper ? letter.toLowerCase() : upper;
}
