import { Logger } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Migrator } from '../../platform/database/migrator.js';
import { recordResult, type Work, WorkLoop } from '../../platform/work-loop.js';
import { backoff } from './backoff.js';
import { type Channel, RefusedError } from './channel.js';
import { type Clock, steadyClock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Lease, Leases } from './leases.js';
import type { LeasedMessage, AttemptResult } from './outbox.repository.js';
import type { OutboxSignal } from './outbox-signal.js';
import { Rate } from './rate.js';
import type { RelayOptions } from './relay-options.js';

const MAX_ERROR_LENGTH = 200;

/** Sends the messages of one channel, those of this process and of all others, beside relays in other processes. */
export class ChannelRelay implements Work<Lease> {
  readonly name: string;
  readonly pollInterval: number;
  private readonly logger = new Logger(ChannelRelay.name);
  private readonly loop: WorkLoop<Lease>;
  private readonly sending = new Set<Promise<void>>();
  private readonly rate: Rate;
  private unsubscribe = () => {};

  constructor(
    private readonly channel: Channel,
    private readonly leases: Leases,
    private readonly signal: OutboxSignal,
    private readonly deliveries: Deliveries,
    private readonly options: RelayOptions,
    migrator: Migrator,
    rateClock: Clock = steadyClock,
  ) {
    this.name = `${channel.name} in the outbox`;
    this.pollInterval = options.pollInterval;
    this.rate = new Rate(channel.rate, rateClock);
    this.loop = new WorkLoop(this, migrator);
  }

  start(): void {
    this.unsubscribe = this.signal.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  /** Begins nothing more. Resolves when what is being sent is out and recorded. */
  async stop(): Promise<void> {
    this.unsubscribe();
    await this.loop.stop();
    await Promise.all(this.sending);
  }

  /** Takes some messages once those taken before are on their way. */
  async find(underWay: readonly Lease[]): Promise<Lease[]> {
    if (underWay.length > 0) return [];
    await this.free();
    const { batch, lease } = this.options;
    const taken = await this.leases.take(this.channel.name, batch, lease);
    return taken ? [taken] : [];
  }

  async carryOut(lease: Lease): Promise<void> {
    for (const [index, message] of lease.messages.entries()) {
      await this.free();
      await this.rate.turn(this.loop.stopSignal);
      if (this.loop.stopSignal.aborted || clock.now() + this.options.patience > lease.until)
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
    const limits = { stop: this.loop.stopSignal, until: lease.until, now: () => clock.now() };
    await recordResult(`${this.channel.name} ${message.id}`, limits, () => this.leases.record(lease, message, outcome));
  }

  private async attempt(message: LeasedMessage): Promise<AttemptResult> {
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
}

/** On one line, as long as there is room for. */
function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return [...text.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, MAX_ERROR_LENGTH).join('');
}
