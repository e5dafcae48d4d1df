import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, Label, OfOrganization, Text } from '../../platform/database/columns.js';
import type { RequestWarning } from '../../scim/protocol/request-warning.js';

/** One SCIM request of an organization and how it was answered, without the values that it brought. */
@Entity('scim_requests')
@Index('scim_requests_search', ['organizationId', 'id', 'status', 'method', 'keyId'])
@Index('scim_requests_requestId', ['organizationId', 'requestId'])
@Index('scim_requests_resource', ['organizationId', 'resourceId', 'id'])
@OfOrganization('scim_requests')
export class RecordedRequest {
  @Id({ primary: true }) organizationId: string;
  /** UUIDv7 of the time at which it arrived. */
  @Id({ primary: true }) id: string;
  /** Its X-Request-Id, which a client may have chosen. */
  @Key(64) requestId: string;
  @Instant() time: number;
  @Key(16) method: string;
  /** Below the base URL. */
  @Key(500) path: string;
  @Label(1000, { nullable: true }) filter: string | null;
  @Integer() status: number;
  @Key(32, { nullable: true }) scimType: string | null;
  @Label(1000, { nullable: true }) detail: string | null;
  /** In milliseconds. */
  @Integer() duration: number;
  @Key(16, { nullable: true }) keyId: string | null;
  @Label(200) client: string;
  @Label(64) address: string;
  /** What the path names, or what was made. */
  @Id({ nullable: true }) resourceId: string | null;
  /** For a bulk request. */
  @Integer({ nullable: true }) operations: number | null;
  @Integer({ nullable: true }) failedOperations: number | null;
  /** How many requests the row stands for. */
  @Integer() requests: number;
  @Key(32, { nullable: true }) warning: RequestWarning | null;
  /** Names that no schema defines, with commas between them; null where all was taken. */
  @Text({ nullable: true }) ignored: string | null;
  @Text({ nullable: true }) body: string | null;
}
