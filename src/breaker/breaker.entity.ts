import { Entity } from 'typeorm';
import { Id, Instant, Integer, Json, OfOrganization } from '../platform/database/columns.js';
import type { Span } from './removal-window.js';

/**
 * What an organization's breaker has let pass lately. It is there from the first removal on, which locks it until its
 * commit: so removals of one organization count one after the other.
 */
@Entity('breakers')
@OfOrganization('breakers')
export class Breaker {
  @Id({ primary: true }) organizationId: string;
  /** Removals that passed, by when: the oldest first. */
  @Json() passed: readonly Span[];
  /** People who were active when the window began, and when that was looked up. */
  @Integer() people: number;
  @Instant() peopleAt: number;
  /** When the trip began that is going on, and when something was over the limit last; null before the first trip. */
  @Instant({ nullable: true }) trippedAt: number | null;
  @Instant({ nullable: true }) overAt: number | null;
}
