import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddReleasesToHeldRemovals1764000000100 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'held_removals', (types) => ({
      releaseId: { ...types.id, isNullable: true },
      releasedAt: { ...types.integer, isNullable: true },
      releasedBy: { ...types.document, isNullable: true },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'held_removals', ['releaseId', 'releasedAt', 'releasedBy']);
  }
}
