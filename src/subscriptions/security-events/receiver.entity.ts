import { Entity } from 'typeorm';
import { BelongsTo, Id, Integer, Key } from '../../platform/database/columns.js';

/** How far the application with a key has settled the events of its organization: all up to that sequence number. */
@Entity('security_event_receivers')
@BelongsTo('security_event_receivers_fk_application_key', 'application_keys', {
  organizationId: 'organizationId',
  keyId: 'id',
})
export class SecurityEventReceiver {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) keyId: string;
  @Integer() settledTo: number;
}

/** An event beyond that, which was settled before an earlier one. */
@Entity('settled_security_events')
@BelongsTo('settled_security_events_fk_application_key', 'application_keys', {
  organizationId: 'organizationId',
  keyId: 'id',
})
export class SettledSecurityEvent {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) keyId: string;
  @Integer({ primary: true }) sequence: number;
}
