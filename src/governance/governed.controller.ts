import { Controller } from '@nestjs/common';
import { ReadableResourceController } from '../scim/http/readable-resource.controller.js';
import { EntitlementsService, RolesService } from './governed.service.js';

/** `/Roles`, to be read. */
@Controller('scim/v2/:organizationId/Roles')
export class RolesController extends ReadableResourceController {
  constructor(protected readonly service: RolesService) {
    super();
  }
}

/** `/Entitlements`, to be read. */
@Controller('scim/v2/:organizationId/Entitlements')
export class EntitlementsController extends ReadableResourceController {
  constructor(protected readonly service: EntitlementsService) {
    super();
  }
}
