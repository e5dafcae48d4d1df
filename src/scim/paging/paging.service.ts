import { Injectable } from '@nestjs/common';
import { isProvider } from '../../events/actor.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { SearchRequest } from '../protocol/search-request.js';
import { CursorPaging } from './cursor-paging.js';
import { Cursors } from './cursors.js';
import { IndexPaging } from './index-paging.js';
import type { Paging } from './page.js';
import { Walks } from './walks.js';

/** Chooses how a query is paged: by cursor where the client asks for it, else by index. */
@Injectable()
export class PagingService {
  constructor(
    private readonly secrets: SecretsService,
    private readonly walks: Walks,
  ) {}

  /**
   * @param endpoint that was asked, relative to the base URL
   * @throws ScimError invalidCursor, expiredCursor, invalidCount
   */
  async of(context: ScimContext, endpoint: string, request: SearchRequest): Promise<Paging> {
    const { count, cursor, filter, sortBy, descending } = request;
    const { organizationId, profile } = context;
    const query = JSON.stringify([organizationId, profile.name, endpoint, filter, sortBy, descending]);
    if (cursor === undefined) return this.byIndex(context, query, request);
    const cursors = new Cursors(await this.secrets.get('cursors'));
    const mark = cursor === '' ? undefined : cursors.open(cursor, count, query);
    return new CursorPaging(count, mark, (next) => cursors.seal(next, count, query));
  }

  private async byIndex({ organizationId, actor }: ScimContext, query: string, { startIndex, count }: SearchRequest) {
    if (!isProvider(actor) || actor.id === undefined || count === 0) return new IndexPaging(startIndex, count);
    const walked = { organizationId, keyId: actor.id, query };
    const ends = startIndex === 1 ? [] : await this.walks.endsAt(walked, startIndex);
    return new IndexPaging(startIndex, count, ends, (step) => this.walks.note(walked, step));
  }
}
