import { Module } from '@nestjs/common';
import { KeyLogRepository } from './key-log.repository.js';
import { KeysRepository } from './keys.repository.js';

/** Keys of organizations and people: public halves and ciphertexts. */
@Module({ providers: [KeysRepository, KeyLogRepository], exports: [KeysRepository, KeyLogRepository] })
export class KeysModule {}
