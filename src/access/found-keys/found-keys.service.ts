import { Injectable, Logger } from '@nestjs/common';
import { networkOf } from '../../platform/http/client-network.js';
import { FoundTokens } from '../admins/found-tokens.js';
import { Throttle } from '../admins/throttle.js';
import { ApplicationKeysService } from '../../scim-auth/application-keys/application-keys.service.js';
import { type KeyParts, type KeyType, parseAnyKey } from '../../scim-auth/key-format.js';
import { ScimKeysService } from '../../scim-auth/scim-keys.service.js';

/** Reports from one source in the window of the throttle. */
const MAX_REPORTS = 60;

/** Ends keys that were found where they do not belong. The sender never learns whether one of them was real. */
@Injectable()
export class FoundKeysService {
  private readonly logger = new Logger('FoundKeys');
  private readonly ends: Readonly<Record<KeyType, (parts: KeyParts, from: string) => Promise<boolean>>>;

  constructor(
    private readonly throttle: Throttle,
    scimKeys: ScimKeysService,
    applicationKeys: ApplicationKeysService,
    tokens: FoundTokens,
  ) {
    this.ends = {
      scim: (parts, from) => scimKeys.endFound(parts, from),
      app: (parts, from) => applicationKeys.endFound(parts, from),
      admin: (parts, from) => tokens.endFound(parts, from),
    };
  }

  /**
   * Ends those that are keys of this server. All reports count, right or wrong, before any of them is looked at.
   * @throws Problem 429 after too many
   */
  async report(keys: readonly string[], address: string): Promise<void> {
    await this.throttle.count({ names: [`found keys ${networkOf(address)}`], most: MAX_REPORTS });
    for (const key of keys) {
      const parts = parseAnyKey(key);
      if (parts && (await this.ends[parts.type](parts, address)))
        this.logger.warn({
          msg: 'A key was found and reported, and is ended',
          type: parts.type,
          key: parts.id,
          address,
        });
    }
  }
}
