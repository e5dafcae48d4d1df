import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Configuration } from '../config/configuration.js';
import { SchemasService } from '../schemas/schemas.service.js';
import { profiles } from '../scim/protocol/profile.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { IS_PUBLIC } from '../public.decorator.js';
import type { KeyCredential } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

/**
 * Stands before every route of the application and lets nobody in without a key of the organization in the URL, unless
 * the route is declared public. Whatever is wrong with a key, the answer is the same.
 */
@Injectable()
export class ScimAuthGuard extends AuthGuard('bearer') {
  constructor(
    private readonly reflector: Reflector,
    private readonly configuration: Configuration,
    private readonly keys: ScimKeysService,
    private readonly schemas: SchemasService,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<ScimRequest>();
    const key = request.user as KeyCredential;
    const { organizationId } = key;
    if (organizationIn(request) !== organizationId) throw unauthorized();
    await this.keys.noteUse(key, request.ip ?? '', request.headers['user-agent'] ?? '');
    request.scim = {
      organizationId,
      actor: { kind: 'key', id: key.id, label: key.label },
      requestId: String(request.id ?? ''),
      profile: profiles[key.profile],
      extensions: await this.schemas.extensionsOf(organizationId, key.schemasVersion),
      baseUrl: `${this.configuration.PUBLIC_URL}/scim/v2/${organizationId}`,
    };
    this.refuseSwitchedOff(key);
    return true;
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error) throw error;
    if (!user) throw unauthorized();
    return user;
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
