import { Module } from '@nestjs/common';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { LinksRepository } from './links.repository.js';
import { LinksService } from './links.service.js';

/** Links that are mailed to people. */
@Module({ imports: [SecretsModule], providers: [LinksRepository, LinksService], exports: [LinksService] })
export class LinksModule {}
