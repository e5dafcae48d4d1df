import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { AuditLog } from './audit-log.js';
import { AuditVerification } from './audit-verification.js';
import { AuditRepository } from './audit.repository.js';

/** The events of organizations as an audit log: read, exported and proven. */
@Module({
  imports: [EventsModule],
  providers: [AuditRepository, AuditLog, AuditVerification],
  exports: [AuditRepository, AuditLog, AuditVerification],
})
export class AuditModule {}
