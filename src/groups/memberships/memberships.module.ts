import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../events/events.module.js';
import { MembershipsRepository } from './memberships.repository.js';
import { MembershipsService } from './memberships.service.js';
import { GroupRow } from '../group.entity.js';
import { Membership } from './membership.entity.js';

/** Connects groups with their members; knows rows and rules, no SCIM resource. */
@Module({
  imports: [TypeOrmModule.forFeature([Membership, GroupRow]), EventsModule],
  providers: [MembershipsRepository, MembershipsService],
  exports: [MembershipsRepository, MembershipsService],
})
export class MembershipsModule {}
