import { Module } from '@nestjs/common';
import { FallbackController } from './http/fallback.controller.js';
import { ScimModule } from './scim.module.js';

/** Imported last, so that every other route comes first. */
@Module({ imports: [ScimModule], controllers: [FallbackController] })
export class ScimFallbackModule {}
