import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import { clock } from './clock.js';
import { KeptTime } from './kept-time.entity.js';
import { UnitOfWork } from './unit-of-work.js';

const EVERY_MS = 60_000;

/**
 * Keeps the time in a database that has no clock of its own, so that a restart after this machine's clock was set back
 * revives nothing that had expired before.
 */
@Injectable()
export class ClockMark {
  private isRead = false;
  /** By `performance.now()`. */
  private written?: number;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @InjectRepository(KeptTime) private readonly times: Repository<KeptTime>,
  ) {}

  /** Lets the clock of this process go on from the time that is kept. Once; rejects before the table is there. */
  async read(): Promise<void> {
    if (this.isRead || this.unitOfWork.dialect.currentTime) return;
    const kept = await this.unitOfWork.read((connection) => connection.of(this.times).findOneBy({ id: 1 }));
    if (kept) clock.goOnFrom(kept.time);
    this.isRead = true;
  }

  /** Writes what time it is, at most once a minute. */
  async write(): Promise<void> {
    const isDue = this.written === undefined || performance.now() - this.written >= EVERY_MS;
    if (this.isRead && isDue) await this.put();
  }

  /** Writes it once more at the end of a process that has written before: commands that end at once write nothing. */
  async end(): Promise<void> {
    if (this.written !== undefined) await this.put();
  }

  /** Forgets it: the next start believes the clock of this machine. Processes that still run would write it again. */
  async reset(): Promise<void> {
    await this.unitOfWork.run((transaction) => transaction.of(this.times).deleteAll());
  }

  private async put(): Promise<void> {
    await this.unitOfWork.once((transaction) =>
      transaction.execute(sql`
        REPLACE INTO clock_marks (id, time) SELECT 1, MAX(known.time)
        FROM (SELECT ${clock.now()} AS time UNION ALL SELECT time FROM clock_marks WHERE id = 1) AS known`),
    );
    this.written = performance.now();
  }
}
