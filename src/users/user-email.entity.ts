import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Integer, Key } from '../platform/database/columns.js';

/**
 * One e-mail of a user, for filters; made from the user's document.
 */
@Entity('user_emails')
@Index('user_emails_value', ['organizationId', 'valueKey', 'userId'])
@BelongsTo('user_emails_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class UserEmailRow {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) userId: string;
  @Integer({ primary: true }) position: number;
  @Key(1280, { nullable: true }) valueKey: string | null;
  @Key(1024, { nullable: true }) typeKey: string | null;
  @Key(4096, { nullable: true }) displayKey: string | null;
  @Key(5, { nullable: true }) isPrimary: string | null;
}
