/** A list as short as this is not worth pieces of its own. */
const SHORT = 8;
/** Elements of a piece. */
const AT_ONCE = 8;
const COMMA = Buffer.from(',');

/*
 * V8 builds a long text that is not Latin-1 of parts, and to put these together and to encode the whole costs several times
 * what short texts cost. So long lists are written a few elements at a time.
 */

/**
 * An object's JSON in UTF-8, where it holds a long list.
 * @returns undefined where the object holds no long list: its text is best left to the caller
 */
export function bytesOfLongLists(body: object): Buffer | undefined {
  const values = Object.entries(body);
  if (!values.some(([, value]) => isLong(value))) return undefined;
  const pieces: Buffer[] = [];
  let separator = '{';
  for (const [name, value] of values) {
    const text = isLong(value) ? '[' : JSON.stringify(value);
    if (text === undefined) continue;
    pieces.push(Buffer.from(`${separator}${JSON.stringify(name)}:${text}`));
    if (isLong(value)) pieces.push(bytesOfElements(value), Buffer.from(']'));
    separator = ',';
  }
  pieces.push(Buffer.from('}'));
  return Buffer.concat(pieces);
}

/** The JSON of the elements in UTF-8, with commas between them. */
export function bytesOfElements(list: readonly unknown[]): Buffer {
  const pieces: Buffer[] = [];
  for (let start = 0; start < list.length; start += AT_ONCE) {
    if (start > 0) pieces.push(COMMA);
    pieces.push(Buffer.from(JSON.stringify(list.slice(start, start + AT_ONCE)).slice(1, -1)));
  }
  return Buffer.concat(pieces);
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > SHORT;
}
