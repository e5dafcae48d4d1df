import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A question that only the owner of a key can answer, once. Of the answer there is only the SHA-256. */
export interface ChallengeRow {
  organizationId: string;
  answerHash: string;
  recipient: string;
  expiresAt: number;
}

export const challengeEntity: EntityDefinition = (types) =>
  new EntitySchema<ChallengeRow>({
    name: 'challenges',
    columns: {
      organizationId: { ...types.id, primary: true },
      answerHash: { ...types.key(64), primary: true },
      recipient: { ...types.key(128) },
      expiresAt: { ...types.integer },
    },
    indices: [{ name: 'challenges_expiresAt', columns: ['organizationId', 'expiresAt'] }],
    foreignKeys: [
      {
        name: 'challenges_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
