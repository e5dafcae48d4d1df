import { Injectable } from '@nestjs/common';
import { documentCodec } from '../scim/resource/document-codec.js';
import { ResourceKernel } from '../scim/resource/resource-kernel.js';
import type { ComputedAttributes } from '../scim/resource/resource-parts.js';
import type { ResourceRow } from '../scim/resource/resource.repository.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import { entitlementType, roleType } from './governed-type.js';
import { EntitlementsRepository, RolesRepository } from './governed.repository.js';

/** What people can be granted is defined by the organization's admin and read by the identity provider. */
const governed = { codec: documentCodec, isProvisioned: false };

/** Each entitlement tells of itself that it is one. */
const computed: ComputedAttributes = {
  computedAttributes: async (_connection, _context, ids) => ids.map(() => ({ type: entitlementType.name })),
};

@Injectable()
export class RolesService extends ResourceService<ResourceRow> {
  constructor(kernel: ResourceKernel, repository: RolesRepository) {
    super(kernel, {
      ...governed,
      type: roleType,
      repository,
      taken: { roles_displayName: 'This displayName is already taken by another role of this organization' },
    });
  }
}

@Injectable()
export class EntitlementsService extends ResourceService<ResourceRow> {
  constructor(kernel: ResourceKernel, repository: EntitlementsRepository) {
    super(kernel, {
      ...governed,
      type: entitlementType,
      repository,
      taken: {
        entitlements_displayName: 'This displayName is already taken by another entitlement of this organization',
      },
      computed,
    });
  }
}
