import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../../access/access.module.js';
import { SchemasModule } from '../../organizations/schemas/schemas.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { UsersModule } from '../../users/users.module.js';
import { IgnoredNamesController } from './http/ignored-names.controller.js';
import { IgnoredName } from './ignored-name.entity.js';
import { IgnoredNamesRepository } from './ignored-names.repository.js';
import { IgnoredNamesService } from './ignored-names.service.js';

/** Names that identity providers send and no schema defines, as they are read. */
@Module({
  imports: [TypeOrmModule.forFeature([IgnoredName]), AccessModule, SchemasModule, ScimModule, UsersModule],
  controllers: [IgnoredNamesController],
  providers: [IgnoredNamesRepository, IgnoredNamesService],
  exports: [IgnoredNamesRepository, IgnoredNamesService],
})
export class IgnoredNamesModule {}
