import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';
import type { RequestWarning } from '../../scim/protocol/request-warning.js';

/** One SCIM request of an organization and how it was answered, without the values that it brought. */
export interface ScimRequestRow {
  organizationId: string;
  /** UUIDv7 of the time at which it arrived. */
  id: string;
  /** Its X-Request-Id, which a client may have chosen. */
  requestId: string;
  time: number;
  method: string;
  /** Below the base URL. */
  path: string;
  filter: string | null;
  status: number;
  scimType: string | null;
  detail: string | null;
  /** In milliseconds. */
  duration: number;
  keyId: string | null;
  client: string;
  address: string;
  /** What the path names, or what was made. */
  resourceId: string | null;
  /** Of a bulk request. */
  operations: number | null;
  failedOperations: number | null;
  /** How many requests the row stands for. */
  requests: number;
  warning: RequestWarning | null;
  body: string | null;
}

export const scimRequestEntity: EntityDefinition = (types) =>
  new EntitySchema<ScimRequestRow>({
    name: 'scim_requests',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      requestId: { ...types.key(64) },
      time: { ...types.integer },
      method: { ...types.key(16) },
      path: { ...types.key(500) },
      filter: { ...types.label(1_000), nullable: true },
      status: { ...types.integer },
      scimType: { ...types.key(32), nullable: true },
      detail: { ...types.label(1_000), nullable: true },
      duration: { ...types.integer },
      keyId: { ...types.key(16), nullable: true },
      client: { ...types.label(200) },
      address: { ...types.label(64) },
      resourceId: { ...types.id, nullable: true },
      operations: { ...types.integer, nullable: true },
      failedOperations: { ...types.integer, nullable: true },
      requests: { ...types.integer },
      warning: { ...types.key(32), nullable: true },
      body: { ...types.document, nullable: true },
    },
    indices: [
      { name: 'scim_requests_search', columns: ['organizationId', 'id', 'status', 'method', 'keyId'] },
      { name: 'scim_requests_requestId', columns: ['organizationId', 'requestId'] },
      { name: 'scim_requests_resource', columns: ['organizationId', 'resourceId', 'id'] },
    ],
    foreignKeys: [
      {
        name: 'scim_requests_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
