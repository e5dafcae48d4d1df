import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Configuration } from '../config/configuration.js';
import type { MeasuredRequest } from '../http/body/body.interceptor.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { bearerChallenge } from '../http/bearer.js';
import { tooManyWrongKeys, WrongKeys } from '../http/wrong-keys.js';
import { IS_PUBLIC } from '../public.decorator.js';
import { ScimContexts } from './scim-contexts.js';
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
    private readonly contexts: ScimContexts,
    private readonly wrongKeys: WrongKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<ScimRequest & MeasuredRequest>();
    const key = await this.keys.authenticate(keyIn(request), organizationIn(request));
    if ('reason' in key) {
      request.refusal = key;
      const wait = key.reason === 'missing' ? undefined : this.wrongKeys.note(request.ip);
      throw wait === undefined ? unauthorized(request) : tooManyWrongKeys(wait);
    }
    await this.keys.noteUse(key, request.ip ?? '', request.headers['user-agent'] ?? '');
    request.scim = await this.contexts.of(key, request.id ?? '', (warning) => (request.warning = warning));
    request.maxBody = this.configuration.SCIM_MAX_PAYLOAD_SIZE;
    this.contexts.refuseSwitchedOff(key);
    return true;
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

function unauthorized({ headers }: ScimRequest): ScimError {
  return new ScimError(
    401,
    'The key is missing or wrong, or belongs to another organization: send "Authorization: Bearer" with a key of the organization in the URL',
    undefined,
    { 'WWW-Authenticate': bearerChallenge('Muster SCIM', headers.authorization) },
  );
}
