import { Module } from '@nestjs/common';
import { AccessModule } from '../access.module.js';
import { ApplicationKeysModule } from '../../scim-auth/application-keys/application-keys.module.js';
import { ScimAuthModule } from '../../scim-auth/scim-auth.module.js';
import { FoundKeysController } from './found-keys.controller.js';
import { FoundKeysService } from './found-keys.service.js';

/** Keys that were found where they do not belong. */
@Module({
  imports: [AccessModule, ApplicationKeysModule, ScimAuthModule],
  controllers: [FoundKeysController],
  providers: [FoundKeysService],
})
export class FoundKeysModule {}
