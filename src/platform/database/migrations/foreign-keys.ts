import type { TableForeignKeyOptions } from 'typeorm';

/** The row goes with its organization. */
export function ofOrganization(table: string): TableForeignKeyOptions {
  return {
    name: `${table}_fk_organization`,
    columnNames: ['organizationId'],
    referencedTableName: 'organizations',
    referencedColumnNames: ['id'],
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  };
}

/** The row goes with its user, who is of the same organization. */
export function ofUser(table: string): TableForeignKeyOptions {
  return {
    name: `${table}_fk_user`,
    columnNames: ['organizationId', 'userId'],
    referencedTableName: 'users',
    referencedColumnNames: ['organizationId', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  };
}

/** The row goes with its application key, which is of the same organization. */
export function ofApplicationKey(table: string): TableForeignKeyOptions {
  return {
    name: `${table}_fk_application_key`,
    columnNames: ['organizationId', 'keyId'],
    referencedTableName: 'application_keys',
    referencedColumnNames: ['organizationId', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  };
}

/** The row goes with its admin. */
export function ofAdmin(table: string): TableForeignKeyOptions {
  return {
    name: `${table}_fk_admin`,
    columnNames: ['adminId'],
    referencedTableName: 'admins',
    referencedColumnNames: ['id'],
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  };
}

/** The row goes with its rotation, which is of the same organization. */
export function ofKeyRotation(table: string): TableForeignKeyOptions {
  return {
    name: `${table}_fk_rotation`,
    columnNames: ['organizationId', 'rotationId'],
    referencedTableName: 'key_rotations',
    referencedColumnNames: ['organizationId', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'CASCADE',
  };
}
