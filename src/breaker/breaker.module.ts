import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { BreakerClock } from './breaker-clock.js';
import { Breaker } from './breaker.entity.js';
import { BreakerMail } from './breaker-mail.js';
import { BreakerService } from './breaker.service.js';
import { BreakersRepository } from './breakers.repository.js';
import { HeldRemoval } from './held-removal.entity.js';
import { HeldRemovalsRepository } from './held-removals.repository.js';

/** Stands between an identity provider's mistake and a whole organization. */
@Module({
  imports: [TypeOrmModule.forFeature([Breaker, HeldRemoval]), AdminMailModule],
  providers: [BreakerClock, BreakersRepository, HeldRemovalsRepository, BreakerMail, BreakerService],
  exports: [BreakerClock, BreakerService, HeldRemovalsRepository],
})
export class BreakerModule {}
