import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateEventSequences1764000000002 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'event_sequences', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        lastSequence: { ...types.integer },
      },
      foreignKeys: [
        {
          name: 'event_sequences_fk_organization',
          columnNames: ['organizationId'],
          referencedTableName: 'organizations',
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'event_sequences');
  }
}
