import { Entity, Index } from 'typeorm';
import { Id, Instant, Key, OfOrganization } from '../../platform/database/columns.js';

/** A question that only the owner of a key can answer, once. Of the answer there is only the SHA-256. */
@Entity('challenges')
@Index('challenges_expiresAt', ['organizationId', 'expiresAt'])
@OfOrganization('challenges')
export class Challenge {
  @Id({ primary: true }) organizationId: string;
  @Key(64, { primary: true }) answerHash: string;
  @Key(128) recipient: string;
  @Instant() expiresAt: number;
}
