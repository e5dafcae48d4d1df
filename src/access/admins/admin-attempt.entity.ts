import { Entity, Index } from 'typeorm';
import { Integer, Key } from '../../platform/database/columns.js';

/** How often something was tried that nobody may try too often. */
@Entity('admin_attempts')
@Index('admin_attempts_since', ['since'])
export class AdminAttempt {
  /** SHA-256 of by whom and at what, in lower-case hexadecimal. */
  @Key(64, { primary: true }) name: string;
  @Integer() attempts: number;
  /** When the first one was made. */
  @Integer() since: number;
}
