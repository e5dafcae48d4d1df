import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ResourcesRegistry } from '../scim/resource/resources.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { EntitlementsController, RolesController } from './governed.controller.js';
import { EntitlementsRepository, RolesRepository } from './governed.repository.js';
import { EntitlementsService, RolesService } from './governed.service.js';
import { GrantsService } from './grants.service.js';
import { EntitlementRow, RoleRow } from './governed.entity.js';

/** Roles and entitlements that an organization defines, for Okta Identity Governance. */
@Module({
  imports: [TypeOrmModule.forFeature([RoleRow, EntitlementRow]), ScimModule],
  controllers: [RolesController, EntitlementsController],
  providers: [RolesRepository, EntitlementsRepository, RolesService, EntitlementsService, GrantsService],
  exports: [GrantsService, RolesService, EntitlementsService],
})
export class GovernanceModule {
  constructor(registry: ResourcesRegistry, roles: RolesService, entitlements: EntitlementsService) {
    registry.register(roles);
    registry.register(entitlements);
  }
}
