import type { AnyJson, ScimClient } from './scim-client.js';

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

export interface WalkedPage {
  readonly ids: readonly string[];
  readonly totalResults: number;
}

/** How a client reads a list page after page by `startIndex`, until it has as many as `totalResults` says. */
export interface Walking {
  readonly endpoint: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly count?: number;
  readonly isPost?: boolean;
  /** In turn. */
  readonly clients: readonly ScimClient[];
  /** What others do after each page. */
  readonly meanwhile?: (page: WalkedPage, number: number) => Promise<void>;
}

export async function* pagesOf(walking: Walking): AsyncGenerator<WalkedPage> {
  const { clients, count = 100, query = {}, isPost = false, endpoint } = walking;
  let startIndex = 1;
  for (let number = 0; ; number += 1) {
    const client = clients[number % clients.length]!;
    const parameters = { ...query, count: String(count), startIndex: String(startIndex) };
    const { status, json, text } = isPost
      ? await client.post(`${endpoint}/.search`, { schemas: [SEARCH_REQUEST], ...query, count, startIndex })
      : await client.get(`${endpoint}?${new URLSearchParams(parameters).toString()}`);
    if (status !== 200) throw new Error(text);
    const ids = (json.Resources as AnyJson[]).map(({ id }) => id as string);
    const page = { ids, totalResults: json.totalResults as number };
    yield page;
    startIndex += ids.length;
    if (ids.length === 0 || startIndex > page.totalResults) return;
    await walking.meanwhile?.(page, number);
  }
}

export async function walk(walking: Walking): Promise<WalkedPage[]> {
  const pages: WalkedPage[] = [];
  for await (const page of pagesOf(walking)) pages.push(page);
  return pages;
}

/** Who was there all the time and was never shown, and who was shown more than once. */
export function findings(pages: readonly WalkedPage[], stayed: Iterable<string>): { lost: number; twice: number } {
  const shown = pages.flatMap(({ ids }) => ids);
  const seen = new Set(shown);
  return { lost: [...stayed].filter((id) => !seen.has(id)).length, twice: shown.length - seen.size };
}
