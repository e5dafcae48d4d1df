import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { MembershipHistoryWriter } from './membership-history-writer.js';
import { TimelineModule } from './timeline.module.js';

/** Keeps the history of memberships up to date: for the server, and not for the command line. */
@Module({ imports: [EventsModule, TimelineModule], providers: [MembershipHistoryWriter] })
export class MembershipHistoryWritingModule {}
