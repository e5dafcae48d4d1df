import { Module } from '@nestjs/common';
import { ScimModule } from '../../scim/scim.module.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { SecurityEventTokensService } from './security-event-tokens.service.js';
import { SigningKeyService } from './signing-key.service.js';

/** Makes and signs security event tokens (RFC 8417, RFC 9967). */
@Module({
  imports: [ScimModule, SecretsModule],
  providers: [SecurityEventTokensService, SigningKeyService],
  exports: [SecurityEventTokensService, SigningKeyService],
})
export class SecurityEventTokensModule {}
