import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../../access/access.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { UsersModule } from '../../users/users.module.js';
import { TimelineController } from './http/timeline.controller.js';
import { MembershipHistory } from './membership-history.js';
import { MembershipHistoryRepository } from './membership-history.repository.js';
import { TimelineRepository } from './timeline.repository.js';
import { TimelineService } from './timeline.service.js';
import { StoredEvent } from '../../events/event.entity.js';
import { MembershipChange, MembershipHistoryPosition } from './membership-history.entity.js';

/** What happened to a person. */
@Module({
  imports: [
    TypeOrmModule.forFeature([MembershipChange, MembershipHistoryPosition, StoredEvent]),
    RequestsModule,
    AccessModule,
    UsersModule,
  ],
  controllers: [TimelineController],
  providers: [MembershipHistoryRepository, MembershipHistory, TimelineRepository, TimelineService],
  exports: [MembershipHistory, TimelineService],
})
export class TimelineModule {}
