import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import type { Muster } from './muster.js';
import type { AnyJson } from './scim-client.js';

/** An event as the feed tells it. */
export interface Told {
  readonly id: string;
  readonly sequence: number;
  readonly time: string;
  readonly type: string;
  readonly resourceId: string;
}

export interface Page {
  readonly events: Told[];
  readonly next: number;
  readonly isEnd: boolean;
}

/** What a poll is answered. */
export interface Batch {
  readonly sets: Record<string, string>;
  readonly moreAvailable: boolean;
}

/** An application with a key of its own, which reads the events of an organization. */
export class Application {
  private constructor(
    readonly muster: Muster,
    readonly organizationId: string,
    readonly keyId: string,
    readonly key: string,
  ) {}

  static async of(muster: Muster, organizationId: string): Promise<Application> {
    const keys = muster.app.get(ApplicationKeysService);
    const { id, key } = await keys.create(organizationId, 'HR app', 3_600_000, OPERATOR);
    return new Application(muster, organizationId, id, key);
  }

  /** The same application at another server. */
  at(muster: Muster): Application {
    return new Application(muster, this.organizationId, this.keyId, this.key);
  }

  get base(): string {
    return `${this.muster.url}/api/v1/organizations/${this.organizationId}`;
  }

  get authorization(): Record<string, string> {
    return { Authorization: `Bearer ${this.key}` };
  }

  ask(query = ''): Promise<Response> {
    return fetch(`${this.base}/events?${query}`, { headers: this.authorization });
  }

  async page(query = ''): Promise<Page> {
    return (await (await this.ask(query)).json()) as Page;
  }

  /** Sequence number of the last event. */
  async end(): Promise<number> {
    for (let after = 0; ;) {
      const { next, isEnd } = await this.page(`after=${after}&limit=500`);
      if (isEnd) return next;
      after = next;
    }
  }

  stream(query = '', headers: Record<string, string> = {}): Promise<Response> {
    const accept = { Accept: 'text/event-stream' };
    return fetch(`${this.base}/events/stream?${query}`, { headers: { ...this.authorization, ...accept, ...headers } });
  }

  askPoll(body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.base}/security-events/poll`, {
      method: 'POST',
      headers: { ...this.authorization, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async poll(body: object = {}): Promise<Batch> {
    const answer = await this.askPoll({ returnImmediately: true, ...body });
    if (answer.status !== 200) throw new Error(`The poll was answered with ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Batch;
  }

  /** Tokens of everything that is open, which is acknowledged. */
  async drain(): Promise<string[]> {
    const tokens: string[] = [];
    for (let ack: string[] = []; ;) {
      const { sets } = await this.poll({ ack });
      ack = Object.keys(sets);
      tokens.push(...Object.values(sets));
      if (ack.length === 0) return tokens;
    }
  }

  revoke(muster = this.muster): Promise<AnyJson> {
    return muster.app.get(ApplicationKeysService).revoke(this.organizationId, this.keyId, OPERATOR);
  }
}
