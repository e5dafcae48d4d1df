import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddChainToEventSequences1764000000034 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'event_sequences', (types) => ({
      lastHash: { ...types.key(64), default: "''" },
      anchorSequence: { ...types.integer, default: 0 },
      anchorHash: { ...types.key(64), default: "''" },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'event_sequences', ['lastHash', 'anchorSequence', 'anchorHash']);
  }
}
