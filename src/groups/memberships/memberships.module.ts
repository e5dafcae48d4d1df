import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { MembershipsRepository } from './memberships.repository.js';
import { MembershipsService } from './memberships.service.js';

/** Connects groups with their members; knows rows and rules, no SCIM resource. */
@Module({
  imports: [EventsModule],
  providers: [MembershipsRepository, MembershipsService],
  exports: [MembershipsRepository, MembershipsService],
})
export class MembershipsModule {}
