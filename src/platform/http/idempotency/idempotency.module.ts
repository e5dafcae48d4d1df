import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../../secrets/secrets.module.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { IdempotencyRetention } from './idempotency-retention.js';

/** Requests that are made once, however often they are sent. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotencyKey]), SecretsModule],
  providers: [IdempotencyKeysRepository, IdempotencyKeys, IdempotencyRetention],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {}
