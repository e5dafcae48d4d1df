import { Controller, Get, Header } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { Public } from '../../../platform/http/public.decorator.js';
import { SigningKeyService } from '../signing-key.service.js';

/** The keys that receivers verify tokens with (RFC 7517 §5). */
@Public()
@Controller('.well-known')
export class JwksController {
  constructor(private readonly signingKey: SigningKeyService) {}

  @Get('jwks.json')
  @Header('Content-Type', 'application/jwk-set+json')
  @Header('Cache-Control', 'public, max-age=300')
  async keys(): Promise<JSONWebKeySet> {
    return { keys: [(await this.signingKey.get()).publicJwk] };
  }
}
