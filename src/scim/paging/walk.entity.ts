import { Entity, Index } from 'typeorm';
import { Id, Instant, Key, OfOrganization, Text } from '../../platform/database/columns.js';

/** Where pages ended that one key reads by index, of one query. */
@Entity('walks')
@Index('walks_expiresAt', ['expiresAt'])
@OfOrganization('walks')
export class Walk {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) keyId: string;
  /** Of the endpoint, the filter and the order, in lower-case hexadecimal. */
  @Key(64, { primary: true }) queryHash: string;
  /** Sealed, because sort values of people are in it. */
  @Text() places: string;
  @Instant() expiresAt: number;
}
