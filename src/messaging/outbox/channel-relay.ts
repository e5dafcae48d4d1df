import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { Pause } from '../../platform/pause.js';
import { backoff } from './backoff.js';
import { type Channel, RefusedError } from './channel.js';
import { type Clock, steadyClock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Lease, Leases } from './leases.js';
import type { LeasedMessage, Outcome } from './outbox.repository.js';
import type { OutboxSignal } from './outbox-signal.js';
import { Rate } from './rate.js';
import type { RelayOptions } from './relay-options.js';

const MAX_ERROR_LENGTH = 200;
/** Between attempts to note what has happened while the database is away. */
const NOTE_PAUSE_MS = 1_000;

/** Sends the messages of one channel, those of this process and of all others, beside relays in other processes. */
export class ChannelRelay {
  private readonly logger = new Logger(ChannelRelay.name);
  private readonly stopping = new AbortController();
  private readonly sending = new Set<Promise<void>>();
  private readonly rate: Rate;
  private running: Promise<void> | undefined;
  private readonly pause = new Pause();
  private unsubscribe = () => {};

  constructor(
    private readonly channel: Channel,
    private readonly leases: Leases,
    private readonly signal: OutboxSignal,
    private readonly deliveries: Deliveries,
    private readonly options: RelayOptions,
    rateClock: Clock = steadyClock,
  ) {
    this.rate = new Rate(channel.rate, rateClock);
  }

  start(): void {
    this.unsubscribe = this.signal.subscribe(() => this.pause.end());
    this.running ??= this.run();
  }

  /** Begins nothing more. Resolves when what is being sent is out and noted. */
  async stop(): Promise<void> {
    this.unsubscribe();
    this.stopping.abort();
    this.pause.end();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.pause.begin();
      const lease = await this.take();
      if (lease) await this.send(lease);
      else await this.rest();
    }
    await Promise.all(this.sending);
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async take(): Promise<Lease | undefined> {
    const { batch, lease } = this.options;
    await this.free();
    try {
      return await this.leases.take(this.channel.name, batch, lease);
    } catch (error) {
      this.logger.warn(`No ${this.channel.name} could be taken from the outbox: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Until the next look is due, or a message was added in this process since the last one. */
  private async rest(): Promise<void> {
    await this.pause.last(this.options.pollInterval);
  }

  private async send(lease: Lease): Promise<void> {
    for (const [index, message] of lease.messages.entries()) {
      await this.free();
      await this.rate.turn(this.stopping.signal);
      if (this.isStopping || clock.now() + this.options.patience > lease.until)
        return this.release(lease, lease.messages.slice(index));
      const sending = this.deliver(lease, message).finally(() => this.sending.delete(sending));
      this.sending.add(sending);
    }
  }

  private async free(): Promise<void> {
    while (this.sending.size >= this.channel.concurrency) await Promise.race(this.sending);
  }

  /** If it fails, they are due when the lease ends. */
  private async release(lease: Lease, messages: readonly LeasedMessage[]): Promise<void> {
    await this.leases.release(lease, messages).catch(() => undefined);
  }

  private async deliver(lease: Lease, message: LeasedMessage): Promise<void> {
    const outcome = await this.attempt(message);
    const result = outcome.state === 'waiting' ? 'failed' : outcome.state;
    this.deliveries.announce(this.channel.name, result);
    if (result !== 'sent') {
      const fate = result === 'dead' ? 'is given up' : 'is tried again later';
      this.logger.warn(`${this.channel.name} ${message.id} of organization ${message.organizationId} ${fate}`);
    }
    await this.note(lease, message, outcome);
  }

  private async attempt(message: LeasedMessage): Promise<Outcome> {
    const { patience, maxAttempts } = this.options;
    try {
      await this.channel.deliver(message, AbortSignal.timeout(patience));
      return { state: 'sent' };
    } catch (error) {
      const attempts = message.attempts + 1;
      const text = errorText(error);
      if (error instanceof RefusedError || attempts >= maxAttempts) return { state: 'dead', error: text };
      return { state: 'waiting', dueAt: clock.now() + backoff(attempts, this.options), error: text };
    }
  }

  /** What is not noted is sent again when the lease has ended, so it is tried as long as that. */
  private async note(lease: Lease, message: LeasedMessage, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        await this.leases.settle(lease, message, outcome);
        return;
      } catch (error) {
        if (this.isStopping || clock.now() + NOTE_PAUSE_MS > lease.until) {
          this.logger.error(`Could not record the result of ${this.channel.name} ${message.id}: ${String(error)}`);
          return;
        }
        await delay(NOTE_PAUSE_MS);
      }
    }
  }
}

/** On one line, as long as there is room for. */
function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return [...text.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, MAX_ERROR_LENGTH).join('');
}
