import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join, type Sql } from 'sql-template-tag';
import { LessThanOrEqual, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { ApplicationKey } from '../../scim-auth/application-keys/application-key.entity.js';
import { SecurityEventReceiver, SettledSecurityEvent } from './receiver.entity.js';

/** The application with a key. */
export type ReceiverKey = Readonly<Pick<ApplicationKey, 'organizationId' | 'id'>>;

/** Which events each application has settled. */
@Injectable()
export class ReceiversRepository {
  constructor(
    @InjectRepository(ApplicationKey) private readonly keys: Repository<ApplicationKey>,
    @InjectRepository(SecurityEventReceiver) private readonly receivers: Repository<SecurityEventReceiver>,
    @InjectRepository(SettledSecurityEvent) private readonly settled: Repository<SettledSecurityEvent>,
  ) {}

  /** Sequence number up to which everything is settled. */
  async settledTo(connection: Connection, { organizationId, id: keyId }: ReceiverKey): Promise<number> {
    const receiver = await connection.of(this.receivers).findOneBy({ organizationId, keyId });
    return receiver?.settledTo ?? 0;
  }

  /** Reads it and keeps others from settling events of that key until the transaction ends. */
  async lock(transaction: Transaction, { organizationId, id }: ReceiverKey): Promise<number> {
    await transaction.of(this.keys).findOne({ where: { organizationId, id }, ...transaction.locked });
    return this.settledTo(transaction, { organizationId, id });
  }

  /** That an event of `events` is not among those settled out of order. */
  isOpen({ organizationId, id }: ReceiverKey): Sql {
    return sql`NOT EXISTS (
      SELECT 1 FROM settled_security_events s
      WHERE s.organizationId = ${organizationId} AND s.keyId = ${id} AND s.sequence = events.sequence)`;
  }

  /** Notes events after one sequence number and up to another; other ids change nothing. */
  async acknowledge(
    transaction: Transaction,
    key: ReceiverKey,
    after: number,
    to: number,
    eventIds: readonly string[],
  ): Promise<void> {
    const { organizationId, id } = key;
    await transaction.execute(sql`
      INSERT INTO settled_security_events (organizationId, keyId, sequence)
      SELECT organizationId, ${id}, sequence FROM events
      WHERE organizationId = ${organizationId} AND sequence > ${after} AND sequence <= ${to}
        AND id IN (${join(eventIds)}) AND ${this.isOpen(key)}`);
  }

  /** Notes that everything up to a sequence number is settled. */
  async settleTo(
    transaction: Transaction,
    { organizationId, id: keyId }: ReceiverKey,
    settledTo: number,
  ): Promise<void> {
    const receivers = transaction.of(this.receivers);
    const { affected } = await receivers.update({ organizationId, keyId }, { settledTo });
    if (affected === 0) await receivers.insert({ organizationId, keyId, settledTo });
    await transaction.of(this.settled).delete({ organizationId, keyId, sequence: LessThanOrEqual(settledTo) });
  }
}
