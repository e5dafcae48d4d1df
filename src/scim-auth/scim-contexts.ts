import { Injectable } from '@nestjs/common';
import { Configuration } from '../platform/config/configuration.js';
import { SchemasService } from '../organizations/schemas/schemas.service.js';
import { profiles } from '../scim/protocol/profile.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import type { KeyCredential } from './scim-keys.repository.js';

/** What is kept of a request beside what it changes. */
export type Notes = Pick<ScimContext, 'warn' | 'noteIgnored'>;

/** What a request may do with a key. */
@Injectable()
export class ScimContexts {
  constructor(
    private readonly configuration: Configuration,
    private readonly schemas: SchemasService,
  ) {}

  async of(key: KeyCredential, requestId: string, notes: Notes): Promise<ScimContext> {
    const { organizationId, schemasVersion } = key;
    return {
      organizationId,
      actor: { kind: 'key', id: key.id, label: key.label },
      requestId,
      profile: profiles[key.profile],
      schemasVersion,
      organizationName: key.organizationName,
      settings: key.settings,
      extensions: await this.schemas.extensionsOf(organizationId, schemasVersion),
      baseUrl: `${this.configuration.PUBLIC_URL}/scim/v2/${organizationId}`,
      ...notes,
    };
  }

  /** @throws ScimError 403 */
  refuseSwitchedOff({ scimEnabled, organizationId }: KeyCredential): void {
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
