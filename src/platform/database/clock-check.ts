import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import sql from 'sql-template-tag';
import { clock, TOLERANCE_MS } from './clock.js';
import { ClockMark } from './clock-mark.js';
import type { Connection } from './connection.js';
import { UnitOfWork } from './unit-of-work.js';

const EVERY_MS = 10_000;
/** At the start, where the answers take too long to tell the time by. */
const ATTEMPTS = 5;

/** Holds the clock of this process against the database's, at the start and every few seconds, so that all processes agree. */
@Injectable()
export class ClockCheck implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ClockCheck.name);
  private timer?: NodeJS.Timeout;
  private deviation = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mark: ClockMark,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Before the first migration there is none.
    await this.mark.read().catch(() => undefined);
    for (let attempt = 1; attempt <= ATTEMPTS && !(await this.check()); attempt += 1);
    // Where the database does not answer, there is nothing new to go by.
    this.timer = setInterval(() => void this.repeat().catch(() => undefined), EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.mark.end().catch(() => undefined);
  }

  /** What an operator should know of it, when this machine's clock is wrong. */
  get warning(): string | undefined {
    if (Math.abs(this.deviation) < TOLERANCE_MS) return undefined;
    const seconds = Math.round(Math.abs(this.deviation) / 1_000);
    return `The clock of this machine is ${seconds} s ${this.deviation > 0 ? 'ahead of' : 'behind'} the time that Muster uses. Correct it, then restart Muster.${this.advice}`;
  }

  /** On a database without a clock, the remembered time may be the wrong one. */
  private get advice(): string {
    if (this.unitOfWork.dialect.currentTime || this.deviation > 0) return '';
    return ' If it is right, stop Muster, run "muster clock reset", then start Muster.';
  }

  private async repeat(): Promise<void> {
    await this.mark.read();
    await this.check();
    await this.mark.write();
  }

  /** @returns whether the answer was quick enough to tell the time by */
  private async check(): Promise<boolean> {
    const asked = performance.now();
    const time = await this.unitOfWork.read(databaseTime);
    const took = performance.now() - asked;
    if (took > TOLERANCE_MS) return false;
    const before = this.warning;
    this.deviation = clock.follow(time === undefined ? undefined : Math.round(time + took / 2));
    if (this.warning && !before) this.logger.warn(this.warning);
    return true;
  }
}

async function databaseTime(connection: Connection): Promise<number | undefined> {
  const { currentTime } = connection.dialect;
  if (!currentTime) return undefined;
  return Number((await connection.row<{ time: unknown }>(sql`SELECT ${currentTime} AS time`))!.time);
}
