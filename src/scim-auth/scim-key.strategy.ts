import { Injectable } from '@nestjs/common';
import { BearerStrategy } from '../platform/http/bearer.strategy.js';
import type { MeasuredRequest } from '../platform/http/body/body.interceptor.js';
import { Problem } from '../platform/http/problem.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { type Notes, ScimContexts } from './scim-contexts.js';
import type { KeyCredential } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

/** The realm of SCIM's `WWW-Authenticate`. */
export const REALM = 'Muster SCIM';
export const UNAUTHORIZED =
  'The key is missing or wrong, or belongs to another organization: send "Authorization: Bearer" with a key of the organization in the URL';
const BEARERS = /^(?:bearer(?:\s+|$))+/i;

/** SCIM keys of the organization in the URL. */
@Injectable()
export class ScimKeyStrategy extends BearerStrategy('scim-key', REALM) {
  constructor(
    private readonly keys: ScimKeysService,
    private readonly contexts: ScimContexts,
  ) {
    super();
  }

  /**
   * Forgives what admins type into an identity provider by hand: the bare key, or "Bearer" before it where the provider
   * adds its own (Okta's field for the header's value, Entra ID's for the token).
   */
  protected override authorizationOf({ headers }: ScimRequest): string | undefined {
    const typed = (headers.authorization ?? '').trim();
    const key = typed.replace(BEARERS, '');
    if (key === '') return undefined;
    return key.includes(' ') ? typed : `Bearer ${key}`;
  }

  async validate(request: ScimRequest & MeasuredRequest, text: string): Promise<ScimContext | false> {
    const key = await this.keys.authenticate(text, organizationIn(request));
    if ('reason' in key) {
      request.refusal = key;
      return false;
    }
    await this.keys.noteUse(key, request.ip ?? '', request.headers['user-agent'] ?? '');
    // Before it may be refused: the log of requests is the organization's.
    request.scim = await this.contexts.of(key, request.id ?? '', notesOf(request));
    this.contexts.refuseSwitchedOff(key);
    request.letInAgain = () => this.letInAgain(request, key);
    return request.scim;
  }

  /** @throws Problem 401 where the key has ended since, ScimError 403 where SCIM was switched off */
  private async letInAgain(request: ScimRequest, { organizationId, id }: KeyCredential): Promise<void> {
    const key = await this.keys.current(organizationId, id);
    if ('reason' in key) {
      request.refusal = key;
      request.res?.setHeader('WWW-Authenticate', `Bearer realm="${REALM}", error="invalid_token"`);
      throw new Problem(401, 'refused', UNAUTHORIZED);
    }
    this.contexts.refuseSwitchedOff(key);
  }
}

function notesOf(request: ScimRequest): Notes {
  return {
    warn: (warning) => (request.warning = warning),
    noteIgnored: (resourceType, names) =>
      (request.ignored ??= []).push(...names.map((name) => ({ resourceType, name }))),
  };
}

/** Also for paths that no route knows, so that they are guarded alike. */
function organizationIn({ params, path }: ScimRequest): unknown {
  return params['organizationId'] ?? /^\/scim\/v2\/([^/]+)/i.exec(path)?.[1];
}
