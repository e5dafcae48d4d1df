/** Reads all elements, some at a time, and does not wait for whoever takes them. */
type Read<Element> = (take: (elements: readonly Element[]) => void) => Promise<void>;

/** A list in an answer that is too long to be held at once: it is read while it is sent. */
export class LongList<Element = unknown> {
  constructor(readonly read: Read<Element>) {}

  /** The list with each element changed; those of which nothing is left are left out. */
  map<Changed>(change: (element: Element) => Changed | undefined): LongList<Changed> {
    const kept = (elements: readonly Element[]) =>
      elements.map(change).filter((element): element is Awaited<Changed> => element !== undefined);
    return new LongList<Changed>((take) => this.read((elements) => take(kept(elements))));
  }
}
