import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeptSecret } from './kept-secret.entity.js';
import { SecretsService } from './secrets.service.js';
import { ServerSecret } from './server-secret.js';

/** What the server knows and nobody else does. */
@Module({
  imports: [TypeOrmModule.forFeature([KeptSecret])],
  providers: [ServerSecret, SecretsService],
  exports: [ServerSecret, SecretsService],
})
export class SecretsModule {}
