const PAGE = 500;

/** All rows, a page at a time. @param read at most so many rows after a key @param keyOf the key of a row */
export async function* rowsAfter<Row>(
  read: (after: string, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row> {
  for (let after = ''; ;) {
    const page = await read(after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = keyOf(page.at(-1)!);
  }
}

export async function gathered<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
