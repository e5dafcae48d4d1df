import { Injectable } from '@nestjs/common';
import type { Connection } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ComputedAttributes } from '../scim/resource/resource-parts.js';
import { entitlementType } from './grantable-type.js';

/** Each entitlement tells of itself that it is one. */
@Injectable()
export class EntitlementKind implements ComputedAttributes {
  readonly needsNoReadBack = false;

  async computedAttributes(_connection: Connection, _context: ScimContext, ids: readonly string[]): Promise<object[]> {
    return ids.map(() => ({ type: entitlementType.name }));
  }
}
