import { Module } from '@nestjs/common';
import { BreakerModule } from '../../breaker/breaker.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OnboardingModule } from '../../onboarding/onboarding.module.js';
import { UsersModule } from '../../users/users.module.js';
import { DecisionsService } from './decisions.service.js';
import { EarlierDecisionsRepository } from './earlier-decisions.repository.js';
import { HoldsService } from './holds.service.js';

/** What the breaker holds, and what becomes of it. */
@Module({
  imports: [EventsModule, BreakerModule, UsersModule, OnboardingModule],
  providers: [DecisionsService, EarlierDecisionsRepository, HoldsService],
  exports: [HoldsService],
})
export class HoldsModule {}
