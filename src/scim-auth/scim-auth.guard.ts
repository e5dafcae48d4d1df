import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Configuration } from '../config/configuration.js';
import { SchemasService } from '../schemas/schemas.service.js';
import { profiles } from '../scim/protocol/profile.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { IS_PUBLIC } from '../public.decorator.js';
import type { KeyCredential } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

const BEARERS = /^(?:bearer(?:\s+|$))+/i;

/**
 * Stands before every route of the application and lets nobody in without a key of the organization in the URL, unless
 * the route is declared public. Whatever is wrong with a key, the answer is the same.
 */
@Injectable()
export class ScimAuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly configuration: Configuration,
    private readonly keys: ScimKeysService,
    private readonly schemas: SchemasService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<ScimRequest>();
    const key = await this.keys.authenticate(keyIn(request), organizationIn(request));
    if ('reason' in key) {
      request.refusal = key;
      throw unauthorized();
    }
    const { organizationId, schemasVersion } = key;
    await this.keys.noteUse(key, request.ip ?? '', request.headers['user-agent'] ?? '');
    request.scim = {
      organizationId,
      actor: { kind: 'key', id: key.id, label: key.label },
      requestId: request.id ?? '',
      profile: profiles[key.profile],
      schemasVersion,
      organizationName: key.organizationName,
      settings: key.settings,
      extensions: await this.schemas.extensionsOf(organizationId, schemasVersion),
      baseUrl: `${this.configuration.PUBLIC_URL}/scim/v2/${organizationId}`,
    };
    this.refuseSwitchedOff(key);
    return true;
  }

  private refuseSwitchedOff({ scimEnabled, organizationId }: KeyCredential): void {
    if (!this.configuration.SCIM_ENABLED) {
      throw new ScimError(
        403,
        'SCIM is switched off on this server: its operator can switch it on with SCIM_ENABLED=true',
      );
    }
    if (!scimEnabled) {
      throw new ScimError(
        403,
        `SCIM is switched off for this organization: switch it on under Settings, SCIM provisioning, or with "muster organization update ${organizationId} --enable-scim"`,
      );
    }
  }
}

/**
 * The key of the Authorization header (RFC 6750 §2.1) and from nowhere else: query and form parameters end up in logs.
 * Admins type the value by hand, so a missing or doubled "Bearer" is forgiven.
 */
function keyIn({ headers }: ScimRequest): string {
  return (headers.authorization ?? '').trim().replace(BEARERS, '');
}

/** Also for paths that no route knows, so that they are guarded alike. */
function organizationIn({ params, path }: ScimRequest): unknown {
  return params['organizationId'] ?? /^\/scim\/v2\/([^/]+)/i.exec(path)?.[1];
}

function unauthorized(): ScimError {
  return new ScimError(
    401,
    'The key is missing or wrong, or belongs to another organization: send "Authorization: Bearer" with a key of the organization in the URL',
    undefined,
    { 'WWW-Authenticate': 'Bearer realm="Muster SCIM"' },
  );
}
