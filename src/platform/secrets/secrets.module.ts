import { Module } from '@nestjs/common';
import { SecretsService } from './secrets.service.js';
import { ServerSecret } from './server-secret.js';

@Module({ providers: [ServerSecret, SecretsService], exports: [ServerSecret, SecretsService] })
export class SecretsModule {}
