import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests/requests.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { TimelineController } from './http/timeline.controller.js';
import { MembershipHistory } from './membership-history.js';
import { MembershipHistoryRepository } from './membership-history.repository.js';
import { TimelineRepository } from './timeline.repository.js';
import { TimelineService } from './timeline.service.js';

/** What happened to a person. */
@Module({
  imports: [RequestsModule, SessionsModule, UsersModule],
  controllers: [TimelineController],
  providers: [MembershipHistoryRepository, MembershipHistory, TimelineRepository, TimelineService],
  exports: [MembershipHistory, TimelineService],
})
export class TimelineModule {}
