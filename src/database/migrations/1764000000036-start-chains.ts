import type { MigrationInterface, QueryRunner } from 'typeorm';
import { firstHash } from '../../events/event-chain.js';

/** The chain of an organization that is there already begins after its last event; that of a new one at its first. */
export class StartChains1764000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const unchained = (await runner.query("SELECT organizationId FROM event_sequences WHERE lastHash = ''")) as {
      organizationId: string;
    }[];
    for (const { organizationId } of unchained) {
      const hash = firstHash(organizationId);
      await runner.query(
        `UPDATE event_sequences SET lastHash = ?, anchorHash = ?, anchorSequence = lastSequence
         WHERE organizationId = ? AND lastHash = ''`,
        [hash, hash, organizationId],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE event_sequences SET lastHash = '', anchorHash = '', anchorSequence = 0");
  }
}
