import { Injectable } from '@nestjs/common';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { SearchRequest } from '../protocol/search-request.js';
import { CursorPaging } from './cursor-paging.js';
import { Cursors } from './cursors.js';
import { IndexPaging } from './index-paging.js';
import type { Paging } from './page.js';

/** Chooses how a query is paged: by cursor where the client asks for it, else by index. */
@Injectable()
export class PagingService {
  constructor(private readonly secrets: SecretsService) {}

  /**
   * @param endpoint that was asked, relative to the base URL
   * @throws ScimError invalidCursor, expiredCursor, invalidCount
   */
  async of(context: ScimContext, endpoint: string, request: SearchRequest): Promise<Paging> {
    const { count, startIndex, cursor } = request;
    if (cursor === undefined) return new IndexPaging(startIndex, count);
    const cursors = new Cursors(await this.secrets.get('cursors'));
    const { filter, sortBy, descending } = request;
    const { organizationId, profile } = context;
    const query = JSON.stringify([organizationId, profile.name, endpoint, filter, sortBy, descending]);
    const mark = cursor === '' ? undefined : cursors.open(cursor, count, query);
    return new CursorPaging(count, mark, (next) => cursors.seal(next, count, query));
  }
}
