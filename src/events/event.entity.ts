import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, OfOrganization, Text } from '../platform/database/columns.js';

/**
 * One change of an organization, written in the transaction that made it. Its JSON stays the text that the chain proves.
 */
@Entity('events')
@Index('events_resource', ['organizationId', 'resourceType', 'resourceId'])
@OfOrganization('events')
export class StoredEvent {
  @Id({ primary: true }) organizationId: string;
  @Integer({ primary: true }) sequence: number;
  @Id() id: string;
  @Instant() time: number;
  @Key(64) type: string;
  @Text() actor: string;
  @Key(64, { nullable: true }) requestId: string | null;
  @Key(32) resourceType: string;
  @Key(64) resourceId: string;
  @Text() data: string;
  /** The link of the chain, at the last of the events that were written together. */
  @Key(64, { nullable: true }) hash: string | null;
}
