import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { TimelineModule } from '../timeline/timeline.module.js';
import { AuditRetention } from './audit-retention.js';
import { AuditModule } from './audit.module.js';

/** Removes what organizations no longer keep: for the server, and not for the command line. */
@Module({ imports: [AuditModule, EventsModule, OrganizationsModule, TimelineModule], providers: [AuditRetention] })
export class AuditRetentionModule {}
