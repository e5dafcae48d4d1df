import { Entity } from 'typeorm';
import { Id, Integer, Key, OfOrganization } from '../platform/database/columns.js';

/**
 * The last sequence number given to an event of an organization, and the two ends of the chain of its events. Apart from
 * the organization's own row, which foreign keys lock in every insert.
 */
@Entity('event_sequences')
@OfOrganization('event_sequences')
export class EventSequence {
  @Id({ primary: true }) organizationId: string;
  @Integer() lastSequence: number;
  /** Hash of the last event. */
  @Key(64, { default: '' }) lastHash: string;
  /** The last event that the chain does not hold: 0, or one from before there was a chain, or the last that was removed. */
  @Integer({ default: 0 }) anchorSequence: number;
  /** What the first link goes on from. */
  @Key(64, { default: '' }) anchorHash: string;
}
