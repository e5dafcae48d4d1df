import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/**
 * One e-mail of a user, for filters; made from the user's document.
 */
export interface UserEmailRow {
  organizationId: string;
  userId: string;
  position: number;
  valueKey: string | null;
  typeKey: string | null;
  displayKey: string | null;
  isPrimary: string | null;
}

export const userEmailEntity: EntityDefinition = (types) =>
  new EntitySchema<UserEmailRow>({
    name: 'user_emails',
    columns: {
      organizationId: { ...types.id, primary: true },
      userId: { ...types.id, primary: true },
      position: { ...types.integer, primary: true },
      valueKey: { ...types.key(1280), nullable: true },
      typeKey: { ...types.key(1024), nullable: true },
      displayKey: { ...types.key(4096), nullable: true },
      isPrimary: { ...types.key(5), nullable: true },
    },
    indices: [{ name: 'user_emails_value', columns: ['organizationId', 'valueKey', 'userId'] }],
    foreignKeys: [
      {
        name: 'user_emails_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
