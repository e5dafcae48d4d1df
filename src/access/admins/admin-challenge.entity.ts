import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** What a passkey has to sign, once. */
export interface AdminChallengeRow {
  /** SHA-256 of the challenge in lower-case hexadecimal. */
  hash: string;
  /** Who makes a passkey; null where somebody signs in. */
  adminId: string | null;
  expiresAt: number;
}

export const adminChallengeEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminChallengeRow>({
    name: 'admin_challenges',
    columns: {
      hash: { ...types.key(64), primary: true },
      adminId: { ...types.id, nullable: true },
      expiresAt: { ...types.integer },
    },
    indices: [
      { name: 'admin_challenges_admin', columns: ['adminId'] },
      { name: 'admin_challenges_expiresAt', columns: ['expiresAt'] },
    ],
    foreignKeys: [
      {
        name: 'admin_challenges_fk_admin',
        target: 'admins',
        columnNames: ['adminId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
