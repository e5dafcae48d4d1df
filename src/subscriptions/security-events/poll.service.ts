import { Injectable, Logger } from '@nestjs/common';
import { Arrivals } from '../feed/arrivals.js';
import type { Reader } from '../feed/reader.js';
import type { ReceiverKey } from './receivers.repository.js';
import { ReceiversService } from './receivers.service.js';
import { SecurityEventTokensService } from './security-event-tokens.service.js';

/** How long a poll without anything to tell is held. */
const MAX_WAIT_MS = 30_000;
/** A registered error code (RFC 8935 §7.1), or one of the receiver's own. */
const ERROR_CODE = /^[\w.:-]{1,64}$/;

/** RFC 8936 §2.2. */
export interface Poll {
  /** Most tokens of the answer; 0 acknowledges only. */
  readonly maxEvents: number;
  readonly returnImmediately: boolean;
  /** `jti` of tokens that are kept. */
  readonly ack: readonly string[];
  /** By the `jti` of tokens that are refused, which are not sent again: an error code. */
  readonly setErrs: ReadonlyMap<string, string>;
}

/** RFC 8936 §2.3. */
interface PollAnswer {
  /** By their `jti`, in the order of the events. */
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
}

interface Look {
  readonly answer: PollAnswer;
  /** Sequence number of the last event that was there. */
  readonly last: number;
}

/** Gives security event tokens to applications that ask for them. */
@Injectable()
export class PollService {
  private readonly logger = new Logger(PollService.name);

  constructor(
    private readonly receivers: ReceiversService,
    private readonly tokens: SecurityEventTokensService,
    private readonly arrivals: Arrivals,
  ) {}

  /** @throws ScimError 401 when the key is revoked meanwhile, 503 when too many wait */
  async poll(key: ReceiverKey, poll: Poll, reader: Reader): Promise<PollAnswer> {
    const { maxEvents, returnImmediately, ack, setErrs } = poll;
    this.note(key, setErrs);
    const settled = [...ack, ...setErrs.keys()];
    if (settled.length > 0) await this.receivers.acknowledge(key, settled);
    if (maxEvents === 0) return { sets: {}, moreAvailable: (await this.receivers.open(key, 1)).events.length > 0 };
    const first = await this.next(key, maxEvents, reader);
    return returnImmediately || !isEmpty(first.answer) ? first.answer : this.held(key, maxEvents, first, reader);
  }

  private async held(key: ReceiverKey, maxEvents: number, first: Look, reader: Reader): Promise<PollAnswer> {
    const watch = this.arrivals.watch(key.organizationId, reader.gone);
    try {
      const end = performance.now() + MAX_WAIT_MS;
      let { answer, last } = first;
      while (isEmpty(answer) && performance.now() < end) {
        const isMore = await watch.next(last, end - performance.now());
        if (watch.isOver) break;
        if (isMore) ({ answer, last } = await this.next(key, maxEvents, reader));
        await reader.verify();
      }
      return answer;
    } finally {
      watch.leave();
    }
  }

  /** Passes what SCIM has no word for, until there is something to tell. */
  private async next(key: ReceiverKey, limit: number, { gone }: Reader): Promise<Look> {
    for (;;) {
      const { events, isMore, last } = await this.receivers.open(key, limit);
      const sets: Record<string, string> = {};
      const passed: string[] = [];
      for (const event of events) {
        const token = await this.tokens.token(event);
        if (token === undefined) passed.push(event.id);
        else sets[event.id] = token;
      }
      if (passed.length > 0 || (events.length === 0 && isMore)) await this.receivers.acknowledge(key, passed);
      const answer = { sets, moreAvailable: isMore };
      if (!isEmpty(answer) || !isMore || gone.aborted) return { answer, last };
    }
  }

  private note({ id }: ReceiverKey, setErrs: Poll['setErrs']): void {
    const [first] = setErrs.values();
    if (first === undefined) return;
    const code = ERROR_CODE.test(first) ? first : 'an error without a proper code';
    this.logger.warn(`Application key ${id} refused ${setErrs.size} security event tokens, the first with ${code}`);
  }
}

function isEmpty({ sets }: PollAnswer): boolean {
  return Object.keys(sets).length === 0;
}
