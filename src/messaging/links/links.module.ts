import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { Link } from './link.entity.js';
import { LinksRepository } from './links.repository.js';
import { LinksService } from './links.service.js';

/** Links that are mailed to people. */
@Module({
  imports: [TypeOrmModule.forFeature([Link]), SecretsModule],
  providers: [LinksRepository, LinksService],
  exports: [LinksService],
})
export class LinksModule {}
