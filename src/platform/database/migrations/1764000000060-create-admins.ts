import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateAdmins1764000000060 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admins', (types) => ({
      columns: {
        id: { ...types.id, isPrimary: true },
        emailKey: { ...types.key(320) },
        email: { ...types.label(320) },
        name: { ...types.label(200) },
        organizationId: { ...types.id, isNullable: true },
        passwordHash: { ...types.key(128), isNullable: true },
        invitationHash: { ...types.key(64), isNullable: true },
        invitationExpiresAt: { ...types.integer, isNullable: true },
        createdAt: { ...types.integer },
        lastSignInAt: { ...types.integer, isNullable: true },
      },
      indices: [
        { name: 'admins_email', columnNames: ['emailKey'], isUnique: true },
        { name: 'admins_organization', columnNames: ['organizationId', 'id'] },
        { name: 'admins_invitation', columnNames: ['invitationHash'] },
      ],
      foreignKeys: [ofOrganization('admins')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admins');
  }
}
