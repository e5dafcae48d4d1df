import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { ResourceModule } from '../scim/resource.module.js';
import { EntitlementKind } from './entitlement-kind.js';
import { EntitlementRow, RoleRow } from './grantable.entity.js';
import { GrantableRepository } from './grantable.repository.js';
import { EntitlementsService, RolesService } from './grantable.service.js';
import { entitlementType, roleType } from './grantable-type.js';
import { GrantsService } from './grants.service.js';

const named = (type: string, index: string) => ({
  displayName: {
    column: 'displayNameKey',
    index,
    taken: `This displayName is already taken by another ${type} of this organization`,
  },
});

/** Roles and entitlements that an organization defines, for Okta Identity Governance. */
@Module({
  imports: [
    ResourceModule.forFeature({
      type: roleType,
      entity: RoleRow,
      table: { attributes: named('role', 'roles_displayName') },
      service: RolesService,
      isProvisioned: false,
    }),
    ResourceModule.forFeature({
      type: entitlementType,
      entity: EntitlementRow,
      table: {
        attributes: named('entitlement', 'entitlements_displayName'),
        elsewhere: {
          type: (_, dialect) => ({
            kind: 'column',
            expression: dialect.bytes(sql`${entitlementType.name}`),
            form: 'text',
            always: true,
          }),
        },
      },
      service: EntitlementsService,
      computed: EntitlementKind,
      isProvisioned: false,
    }),
    TypeOrmModule.forFeature([RoleRow, EntitlementRow]),
  ],
  providers: [GrantableRepository, GrantsService],
  exports: [ResourceModule],
})
export class GovernanceModule {}
