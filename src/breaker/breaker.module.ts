import { Module } from '@nestjs/common';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { BreakerClock } from './breaker-clock.js';
import { BreakerMail } from './breaker-mail.js';
import { BreakerService } from './breaker.service.js';
import { BreakersRepository } from './breakers.repository.js';
import { HeldRemovalsRepository } from './held-removals.repository.js';

/** Stands between an identity provider's mistake and a whole organization. */
@Module({
  imports: [AdminMailModule],
  providers: [BreakerClock, BreakersRepository, HeldRemovalsRepository, BreakerMail, BreakerService],
  exports: [BreakerClock, BreakerService, HeldRemovalsRepository],
})
export class BreakerModule {}
