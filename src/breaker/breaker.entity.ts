import { Entity } from 'typeorm';
import { Id, Instant, Integer, OfOrganization, Text } from '../platform/database/columns.js';

/**
 * What an organization's breaker has let pass lately. It is there from the first removal on, which locks it until its
 * commit: so removals of one organization count one after the other.
 */
@Entity('breakers')
@OfOrganization('breakers')
export class BreakerRow {
  @Id({ primary: true }) organizationId: string;
  /** JSON of `Span[]`: removals that passed, by when. */
  @Text() passed: string;
  /** People who were active when the window began, and when that was looked up. */
  @Integer() people: number;
  @Instant() peopleAt: number;
  /** When the trip began that is going on, and when something was over the limit last; null before the first trip. */
  @Instant({ nullable: true }) trippedAt: number | null;
  @Instant({ nullable: true }) overAt: number | null;
}
