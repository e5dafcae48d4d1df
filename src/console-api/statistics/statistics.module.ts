import { Module } from '@nestjs/common';
import { HoldsModule } from '../holds/holds.module.js';
import { MailModule } from '../../messaging/mail/mail.module.js';
import { OnboardingModule } from '../../onboarding/onboarding.module.js';
import { UsersModule } from '../../users/users.module.js';
import { WebhooksModule } from '../../subscriptions/webhooks/webhooks.module.js';
import { RequestStatisticsRepository } from './request-statistics.repository.js';
import { StatisticsService } from './statistics.service.js';

/** Figures for admins. */
@Module({
  imports: [OnboardingModule, UsersModule, MailModule, HoldsModule, WebhooksModule],
  providers: [RequestStatisticsRepository, StatisticsService],
  exports: [StatisticsService],
})
export class StatisticsModule {}
