import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../events/events.module.js';
import { AuditLog } from './audit-log.js';
import { AuditVerification } from './audit-verification.js';
import { AuditRepository } from './audit.repository.js';
import { StoredEvent } from '../../events/event.entity.js';
import { EventSequence } from '../../events/event-sequence.entity.js';

/** The events of organizations as an audit log: read, exported and proven. */
@Module({
  imports: [TypeOrmModule.forFeature([StoredEvent, EventSequence]), EventsModule],
  providers: [AuditRepository, AuditLog, AuditVerification],
  exports: [AuditRepository, AuditLog, AuditVerification],
})
export class AuditModule {}
