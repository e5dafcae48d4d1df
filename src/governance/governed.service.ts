import { Injectable } from '@nestjs/common';
import type { Connection } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EventsRepository } from '../events/events.repository.js';
import type { Document } from '../scim/attributes/document.js';
import { PagingService } from '../scim/paging/paging.service.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ResourceRow } from '../scim/resource/resource.repository.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import { entitlementType, roleType } from './governed-type.js';
import { EntitlementsRepository, RolesRepository } from './governed.repository.js';

/** What people can be granted: defined by the organization's admin, read by the identity provider. */
abstract class GovernedService extends ResourceService<ResourceRow> {
  override readonly isProvisioned = false;
  protected readonly taken = {
    roles_displayName: 'This displayName is already taken by another role of this organization',
    entitlements_displayName: 'This displayName is already taken by another entitlement of this organization',
  };

  protected newRow(row: ResourceRow): ResourceRow {
    return row;
  }

  protected withDocument(row: ResourceRow, document: Document): ResourceRow {
    return { ...row, document };
  }

  protected documentOf({ document }: ResourceRow): Document {
    return document;
  }
}

@Injectable()
export class RolesService extends GovernedService {
  constructor(unitOfWork: UnitOfWork, roles: RolesRepository, events: EventsRepository, pagings: PagingService) {
    super(roleType, unitOfWork, roles, events, pagings);
  }
}

@Injectable()
export class EntitlementsService extends GovernedService {
  constructor(
    unitOfWork: UnitOfWork,
    entitlements: EntitlementsRepository,
    events: EventsRepository,
    pagings: PagingService,
  ) {
    super(entitlementType, unitOfWork, entitlements, events, pagings);
  }

  protected override async computedAttributes(
    _connection: Connection,
    _context: ScimContext,
    ids: readonly string[],
  ): Promise<object[]> {
    return ids.map(() => ({ type: entitlementType.name }));
  }
}
