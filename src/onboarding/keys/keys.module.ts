import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyLogRecord } from './key-log.entity.js';
import { KeyLogRepository } from './key-log.repository.js';
import { KeysRepository } from './keys.repository.js';
import { MemberKey } from './member-key.entity.js';
import { OrganizationKey } from './organization-key.entity.js';

/** Keys of organizations and people: public halves and ciphertexts. */
@Module({
  imports: [TypeOrmModule.forFeature([KeyLogRecord, MemberKey, OrganizationKey])],
  providers: [KeysRepository, KeyLogRepository],
  exports: [KeysRepository, KeyLogRepository],
})
export class KeysModule {}
