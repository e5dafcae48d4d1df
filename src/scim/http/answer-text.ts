import { Readable } from 'node:stream';
import { bytesOfElements } from '../../platform/http/json-bytes.js';
import { LongList } from '../protocol/long-list.js';

/**
 * What a handler returns for an answer: the answer itself, or its text in parts when some list in it is read while it is
 * sent. A failure before the first part is answered as an error, a later one cuts the connection, so that nobody takes
 * half of an answer for the whole.
 */
export function toResponseBody(answer: object): object {
  const resources = resourcesOf(answer);
  return (resources ?? [answer]).some(holdsLongList) ? textOf(answer, resources) : answer;
}

function resourcesOf(answer: object): readonly object[] | undefined {
  return (answer as { Resources?: readonly object[] }).Resources;
}

function holdsLongList(resource: object): boolean {
  return Object.values(resource).some((value) => value instanceof LongList);
}

async function* textOf(answer: object, resources: readonly object[] | undefined): AsyncGenerator<string | Buffer> {
  if (!resources) return yield* textOfResource(answer);
  yield `${opened({ ...answer, Resources: undefined })},"Resources":[`;
  for (const [index, resource] of resources.entries()) {
    if (index > 0) yield ',';
    yield* textOfResource(resource);
  }
  yield ']}';
}

/** The long lists come last. */
async function* textOfResource(resource: object): AsyncGenerator<string | Buffer> {
  const values = Object.entries(resource);
  yield opened(Object.fromEntries(values.filter(([, value]) => !(value instanceof LongList))));
  for (const [name, value] of values) {
    if (!(value instanceof LongList)) continue;
    yield `,${JSON.stringify(name)}:[`;
    yield* textOfElements(value);
    yield ']';
  }
  yield '}';
}

/**
 * The text is kept until the client takes it, and the elements are not: reading them does not wait for the client, which
 * would otherwise hold on to a connection of the database.
 */
function textOfElements(list: LongList): AsyncIterable<string | Buffer> {
  const texts = new Readable({ objectMode: true, read() {} });
  let isFirst = true;
  list
    .read((elements) => {
      if (elements.length === 0 || texts.destroyed) return;
      if (!isFirst) texts.push(',');
      texts.push(bytesOfElements(elements));
      isFirst = false;
    })
    .then(
      () => texts.push(null),
      (error: Error) => texts.destroy(error),
    );
  return texts;
}

/** The text of an object that is not empty, without its end. */
function opened(values: object): string {
  return JSON.stringify(values).slice(0, -1);
}
