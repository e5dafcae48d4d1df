/** A list as short as this is not worth texts of its own. */
const SHORT = 8;
/** Elements of a text. */
const AT_ONCE = 8;
/** Bytes that are written before they are copied. */
const ROOM = 1024 * 1024;
/** UTF-8 has no more for a UTF-16 code unit. */
const MOST_BYTES = 3;

/*
 * V8 builds a long text that is not Latin-1 of parts, and to put these together and to encode the whole costs several times
 * what short texts cost. So long lists are written a few elements at a time, all into the same room, as memory of its own for each
 * text would cost as much again.
 */
const room = Buffer.allocUnsafeSlow(ROOM);

/**
 * An object's JSON in UTF-8, where it holds a long list.
 * @returns undefined where the object holds no long list: its text is best left to the caller
 */
export function bytesOfLongLists(body: object): Buffer | undefined {
  return Object.values(body).some(isLong) ? bytesOf(textsOfObject(body)) : undefined;
}

/** The JSON of the elements in UTF-8, with commas between them. */
export function bytesOfElements(list: readonly unknown[]): Buffer {
  return bytesOf(textsOfElements(list));
}

function* textsOfObject(body: object): Generator<string> {
  let separator = '{';
  for (const [name, value] of Object.entries(body)) {
    const text = isLong(value) ? '[' : JSON.stringify(value);
    if (text === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:${text}`;
    if (isLong(value)) {
      yield* textsOfElements(value);
      yield ']';
    }
    separator = ',';
  }
  yield '}';
}

function* textsOfElements(list: readonly unknown[]): Generator<string> {
  for (let start = 0; start < list.length; start += AT_ONCE) {
    if (start > 0) yield ',';
    yield JSON.stringify(list.slice(start, start + AT_ONCE)).slice(1, -1);
  }
}

function bytesOf(texts: Iterable<string>): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  const empty = () => {
    pieces.push(Buffer.from(room.subarray(0, length)));
    length = 0;
  };
  for (const text of texts) {
    const most = text.length * MOST_BYTES;
    if (most > ROOM - length) empty();
    if (most > ROOM) pieces.push(Buffer.from(text));
    else length += room.write(text, length);
  }
  empty();
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > SHORT;
}
