import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SERVER } from '../../events/actor.js';
import type { SecretsService } from '../../platform/secrets/secrets.service.js';
import { profiles } from '../protocol/profile.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { SearchRequest } from '../protocol/search-request.js';
import { CursorPaging } from './cursor-paging.js';
import { IndexPaging } from './index-paging.js';
import { PagingService } from './paging.service.js';
import type { Walks } from './walks.js';

const secrets = new Map([['cursors', randomBytes(32)]]);
const walks = {} as Walks;
const paging = new PagingService(
  { get: async (name: string) => secrets.get(name) } as unknown as SecretsService,
  walks,
);
const context = { organizationId: 'o', profile: profiles.compat, actor: SERVER } as ScimContext;
const request: SearchRequest = {
  filter: 'title pr',
  sortBy: 'title',
  descending: false,
  startIndex: 3,
  count: 1,
  cursor: '',
  attributes: [],
  excludedAttributes: [],
};
const page = {
  items: ['a', 'b'].map((id) => ({ item: { id }, position: { key: 'x', id } })),
  totalResults: 2,
};

async function nextCursor(): Promise<string> {
  const answer = (await paging.of(context, '/Users', request)).respond(page);
  return (answer as { nextCursor: string }).nextCursor;
}

describe('A query is paged', () => {
  test('by index where no cursor is asked for', async () => {
    const chosen = await paging.of(context, '/Users', { ...request, cursor: undefined });
    expect(chosen).toBeInstanceOf(IndexPaging);
    expect(chosen.window).toEqual({ limit: 1, offset: 2, backward: false });
  });

  test('by cursor from the start where the cursor is empty (RFC 9865 §2)', async () => {
    const chosen = await paging.of(context, '/Users', request);
    expect(chosen).toBeInstanceOf(CursorPaging);
    expect(chosen.window).toEqual({ limit: 2, offset: 0, backward: false });
  });

  test('by cursor from where the last page ended', async () => {
    const chosen = await paging.of(context, '/Users', { ...request, cursor: await nextCursor() });
    expect(chosen.window).toEqual({ limit: 2, offset: 0, behind: { key: 'x', id: 'a' }, backward: false });
  });
});

describe('A cursor is refused with invalidCursor (RFC 9865 §2.1)', () => {
  test.each<[string, Partial<ScimContext>, string, Partial<SearchRequest>]>([
    ['in another organization', { organizationId: 'other' }, '/Users', {}],
    ['with a key of another profile', { profile: profiles.strict }, '/Users', {}],
    ['at another endpoint', {}, '/Groups', {}],
    ['with another filter', {}, '/Users', { filter: 'userName pr' }],
    ['without its filter', {}, '/Users', { filter: undefined }],
    ['in the order of another attribute', {}, '/Users', { sortBy: 'userName' }],
    ['in the other direction', {}, '/Users', { descending: true }],
  ])('%s', async (_where, otherContext, endpoint, otherRequest) => {
    const cursor = await nextCursor();
    const again = paging.of({ ...context, ...otherContext }, endpoint, { ...request, cursor, ...otherRequest });
    await expect(again).rejects.toMatchObject({ status: 400, scimType: 'invalidCursor' });
  });
});
