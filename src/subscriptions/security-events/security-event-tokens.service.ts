import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { Configuration } from '../../platform/config/configuration.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import { asyncResponse, type ScimEvent, scimEvent, type ToldEvent } from './scim-event.js';
import { ALGORITHM, SigningKeyService } from './signing-key.service.js';

/** Tells events as signed security event tokens (RFC 8417, RFC 9967). */
@Injectable()
export class SecurityEventTokensService {
  constructor(
    private readonly configuration: Configuration,
    private readonly registry: ResourcesRegistry,
    private readonly signingKey: SigningKeyService,
  ) {}

  /**
   * The token of an event: `jti` is the event's id, as is `txn` unless a request was answered with another, `iat` is its time, and `aud` is the organization's feed, so that every
   * receiver, and every repetition, gets the same claims.
   * @returns a JWS in compact form, or undefined when SCIM has no word for what happened
   */
  async token(event: ToldEvent): Promise<string | undefined> {
    const told = this.told(event);
    if (!told) return undefined;
    const { kid, privateKey } = await this.signingKey.get();
    const { id, organizationId, time } = event;
    return new SignJWT({
      iss: this.configuration.PUBLIC_URL,
      aud: [this.audience(organizationId)],
      iat: Math.floor(Date.parse(time) / 1_000),
      jti: id,
      txn: id,
      ...told,
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'secevent+jwt', kid })
      .sign(privateKey);
  }

  private told(event: ToldEvent): ScimEvent | undefined {
    if (event.resourceType === 'Request') return asyncResponse(event);
    const service = this.registry.list().find(({ type }) => type.name === event.resourceType);
    return service && scimEvent(event, service.type);
  }

  /** What receivers of an organization's tokens compare `aud` with. */
  audience(organizationId: string): string {
    return `${this.configuration.PUBLIC_URL}/api/v1/organizations/${organizationId}/security-events`;
  }
}
