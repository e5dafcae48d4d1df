/** One block of a stream: its fields, and whether it was only a comment. */
export interface Block {
  readonly id?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly isComment: boolean;
}

/** Reads server-sent events (HTML Living Standard §9.2.6). Ending the iteration closes the connection. */
export async function* blocksOf(response: Response): AsyncGenerator<Block, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    yield* blocks.map(blockOf);
  }
}

/** The events among the blocks. */
export async function* eventsOf<T>(response: Response): AsyncGenerator<T & { lastEventId: string }, void> {
  for await (const { id, data } of blocksOf(response))
    if (data !== undefined) yield { ...(JSON.parse(data) as T), lastEventId: id! };
}

/** So many of them. */
export async function take<T>(stream: AsyncGenerator<T, void>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/** Resolves when the other side has ended the stream. */
export async function ended(stream: AsyncGenerator<unknown, void>): Promise<void> {
  while (!(await stream.next()).done);
}

function blockOf(block: string): Block {
  const lines = block.split('\n');
  const fields = lines.filter((line) => !line.startsWith(':')).map((line) => line.split(/: (.*)/s, 2));
  return { ...(Object.fromEntries(fields) as object), isComment: fields.length === 0 };
}
