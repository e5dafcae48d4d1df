import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-http-bearer';
import type { KeyCredential } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

/**
 * Reads the key from the Authorization header and from nowhere else: RFC 6750's query and form parameters end up in
 * logs. Admins type the value by hand, so a missing or doubled "Bearer" is forgiven.
 */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  constructor(private readonly keys: ScimKeysService) {
    super({ realm: 'Muster SCIM' });
  }

  override authenticate(request: Request): void {
    const given = request.headers.authorization ?? '';
    const key = /^(?:bearer\s+)*(muster_scim_\S+)$/i.exec(given.trim())?.[1];
    super.authenticate({ headers: { authorization: key ? `Bearer ${key}` : given } } as Request);
  }

  async validate(key: string): Promise<KeyCredential | false> {
    return (await this.keys.authenticate(key)) ?? false;
  }
}
