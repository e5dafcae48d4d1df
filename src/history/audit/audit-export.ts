import type { StoredEvent } from '../../events/event.entity.js';
import { csvRecord } from './csv.js';
import { CSV_COLUMNS, csvLine, shownEvent } from './shown-event.js';

/** One JSON object a line. */
export async function* ndjsonPages(pages: AsyncIterable<readonly StoredEvent[]>): AsyncGenerator<string> {
  for await (const page of pages)
    if (page.length > 0) yield page.map((event) => `${JSON.stringify(shownEvent(event))}\n`).join('');
}

/** A table with a header. */
export async function* csvPages(pages: AsyncIterable<readonly StoredEvent[]>): AsyncGenerator<string> {
  yield csvRecord(CSV_COLUMNS);
  for await (const page of pages) if (page.length > 0) yield page.map(csvLine).join('');
}
