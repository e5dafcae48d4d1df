import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateScimRequests1764000000040 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'scim_requests', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        requestId: { ...types.key(64) },
        time: { ...types.integer },
        method: { ...types.key(16) },
        path: { ...types.key(500) },
        filter: { ...types.label(1_000), isNullable: true },
        status: { ...types.integer },
        scimType: { ...types.key(32), isNullable: true },
        detail: { ...types.label(1_000), isNullable: true },
        duration: { ...types.integer },
        keyId: { ...types.key(16), isNullable: true },
        client: { ...types.label(200) },
        address: { ...types.label(64) },
        resourceId: { ...types.id, isNullable: true },
        operations: { ...types.integer, isNullable: true },
        failedOperations: { ...types.integer, isNullable: true },
        requests: { ...types.integer },
        body: { ...types.document, isNullable: true },
      },
      indices: [
        { name: 'scim_requests_search', columnNames: ['organizationId', 'id', 'status', 'method', 'keyId'] },
        { name: 'scim_requests_requestId', columnNames: ['organizationId', 'requestId'] },
        { name: 'scim_requests_resource', columnNames: ['organizationId', 'resourceId', 'id'] },
      ],
      foreignKeys: [ofOrganization('scim_requests')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'scim_requests');
  }
}
