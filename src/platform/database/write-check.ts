import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { UnitOfWork } from './unit-of-work.js';

/** As much as a large request writes. */
const BYTES = 65_536;

/** Whether the database takes writes: a full disk answers what is read. */
@Injectable()
export class WriteCheck {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Writes only after a write has failed, so that it costs nothing while all is well. Rejects as that write did. */
  async succeeds(): Promise<boolean> {
    if (this.unitOfWork.hasFailed) {
      const content = randomBytes(BYTES / 2).toString('hex');
      await this.unitOfWork.once((transaction) =>
        transaction.execute(sql`REPLACE INTO write_checks (id, content) VALUES (1, ${content})`),
      );
      this.unitOfWork.recovered();
    }
    return true;
  }
}
