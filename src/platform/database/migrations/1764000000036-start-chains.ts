import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chain of an organization that is there already begins after its last event; that of a new one at its first. */
export class StartChains1764000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const unchained = (await runner.query("SELECT organizationId FROM event_sequences WHERE lastHash = ''")) as {
      organizationId: string;
    }[];
    for (const { organizationId } of unchained) {
      const hash = createHash('sha256').update(`muster events of ${organizationId}`).digest('hex');
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
