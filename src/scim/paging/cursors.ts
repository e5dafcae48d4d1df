import { clock } from '../../platform/database/clock.js';
import { sealed, unsealed } from '../../platform/secrets/seal.js';
import { badRequest } from '../protocol/scim-error.js';
import type { Mark } from './cursor-paging.js';

/** How long a cursor lives, in seconds: ServiceProviderConfig promises it. */
export const CURSOR_TIMEOUT_S = 3_600;

/** Position, direction, page size and time of issue; short names, because cursors travel in URLs. */
interface Content {
  readonly k: Mark['position']['key'];
  readonly i: string;
  readonly b: boolean;
  readonly n: number;
  readonly t: number;
}

/**
 * Makes and reads cursors (RFC 9865): sealed, so that they tell nothing and cannot be forged, and bound to what they
 * were issued for. Nothing is kept for them on the server.
 */
export class Cursors {
  /** @param secret 32 bytes that all processes share */
  constructor(private readonly secret: Buffer) {}

  /** @param query everything that has to be the same when the cursor comes back */
  seal({ position, backward }: Mark, count: number, query: string): string {
    const content: Content = { k: position.key, i: position.id, b: backward, n: count, t: clock.now() };
    return sealed(this.secret, JSON.stringify(content), query);
  }

  /** @throws ScimError invalidCursor, expiredCursor, invalidCount (RFC 9865 §2.1) */
  open(cursor: string, count: number, query: string): Mark {
    const { k, i, b, n, t } = this.content(cursor, query) ?? refuse();
    if (clock.now() - t > CURSOR_TIMEOUT_S * 1_000)
      throw badRequest('expiredCursor', 'This cursor has expired: start again with an empty one');
    if (n !== count) throw badRequest('invalidCount', `"count" must stay ${n}, as on the page that gave this cursor`);
    return { position: { key: k, id: i }, backward: b };
  }

  private content(cursor: string, query: string): Content | undefined {
    const text = unsealed(this.secret, cursor, query);
    return text === undefined ? undefined : (JSON.parse(text) as Content);
  }
}

/** Uses the same words for forged cursors, foreign ones and those of another query. */
function refuse(): never {
  throw badRequest(
    'invalidCursor',
    'This cursor was not given for this query: repeat all parameters, or start again with an empty cursor',
  );
}
