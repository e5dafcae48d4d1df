import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/**
 * What an organization's breaker has let pass lately. It is there from the first removal on, which locks it until its
 * commit: so removals of one organization count one after the other.
 */
export interface BreakerRow {
  organizationId: string;
  /** JSON of `Span[]`: removals that passed, by when. */
  passed: string;
  /** People who were active when the window began, and when that was looked up. */
  people: number;
  peopleAt: number;
  /** When the trip began that is going on, and when something was over the limit last; null before the first trip. */
  trippedAt: number | null;
  overAt: number | null;
}

export const breakerEntity: EntityDefinition = (types) =>
  new EntitySchema<BreakerRow>({
    name: 'breakers',
    columns: {
      organizationId: { ...types.id, primary: true },
      passed: { ...types.document },
      people: { ...types.integer },
      peopleAt: { ...types.integer },
      trippedAt: { ...types.integer, nullable: true },
      overAt: { ...types.integer, nullable: true },
    },
    foreignKeys: [
      {
        name: 'breakers_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
