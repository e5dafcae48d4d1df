import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A link that was mailed to one person. It stays when it is used up or void, to say so to whoever opens it. */
export interface LinkRow {
  organizationId: string;
  id: string;
  purpose: string;
  userId: string;
  address: string;
  inviter: string | null;
  tokenHash: string;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  voidedAt: number | null;
  voidedBecause: string | null;
}

export const linkEntity: EntityDefinition = (types) =>
  new EntitySchema<LinkRow>({
    name: 'links',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      purpose: { ...types.key(16) },
      userId: { ...types.id },
      address: { ...types.label(320) },
      inviter: { ...types.label(200), nullable: true },
      tokenHash: { ...types.key(64) },
      createdAt: { ...types.integer },
      expiresAt: { ...types.integer },
      usedAt: { ...types.integer, nullable: true },
      voidedAt: { ...types.integer, nullable: true },
      voidedBecause: { ...types.key(16), nullable: true },
    },
    indices: [{ name: 'links_user', columns: ['organizationId', 'userId', 'purpose'] }],
    foreignKeys: [
      {
        name: 'links_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
