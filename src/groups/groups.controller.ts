import { Controller } from '@nestjs/common';
import { ResourceController } from '../scim/http/resource.controller.js';
import { GroupsService } from './groups.service.js';

/** `/Groups`. A PATCH answers 204: its cost shall not depend on how many members the group has. */
@Controller('scim/v2/:organizationId/Groups')
export class GroupsController extends ResourceController {
  protected readonly patchAnswersWithResource = false;

  constructor(protected readonly service: GroupsService) {
    super();
  }
}
