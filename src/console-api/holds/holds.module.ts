import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BreakerModule } from '../../breaker/breaker.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OnboardingModule } from '../../onboarding/onboarding.module.js';
import { UsersModule } from '../../users/users.module.js';
import { DecisionsService } from './decisions.service.js';
import { EarlierDecisionsRepository } from './earlier-decisions.repository.js';
import { HoldsService } from './holds.service.js';
import { UserRow } from '../../users/user.entity.js';

/** What the breaker holds, and what becomes of it. */
@Module({
  imports: [TypeOrmModule.forFeature([UserRow]), EventsModule, BreakerModule, UsersModule, OnboardingModule],
  providers: [DecisionsService, EarlierDecisionsRepository, HoldsService],
  exports: [HoldsService],
})
export class HoldsModule {}
