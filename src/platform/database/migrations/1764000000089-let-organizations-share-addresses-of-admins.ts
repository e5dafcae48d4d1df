import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

const TABLE = 'admins';
const BEFORE = new TableIndex({ name: 'admins_email', columnNames: ['emailKey'], isUnique: true });
const AFTER = new TableIndex({ name: 'admins_account', columnNames: ['emailKey', 'organizationKey'], isUnique: true });

/** An address has one account in each organization, and one of an operator: so nobody learns who has one elsewhere. */
export class LetOrganizationsShareAddressesOfAdmins1764000000089 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, TABLE, (types) => ({ organizationKey: { ...types.key(36), isNullable: true } }));
    await runner.query(
      `UPDATE admins SET organizationKey = COALESCE(organizationId, '') WHERE organizationKey IS NULL`,
    );
    const { indices } = (await runner.getTable(TABLE))!;
    const has = (index: TableIndex) => indices.some(({ name }) => name === index.name);
    if (!has(AFTER)) await runner.createIndex(TABLE, AFTER);
    if (has(BEFORE)) await runner.dropIndex(TABLE, BEFORE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createIndex(TABLE, BEFORE);
    await runner.dropIndex(TABLE, AFTER);
    await dropColumns(runner, TABLE, ['organizationKey']);
  }
}
