import { Controller } from '@nestjs/common';
import { ResourceController } from '../scim/http/resource.controller.js';
import { UsersService } from './users.service.js';

/** `/Users`. A PATCH answers with the user, as identity providers like to read it back. */
@Controller('scim/v2/:organizationId/Users')
export class UsersController extends ResourceController {
  protected readonly patchAnswersWithResource = true;

  constructor(protected readonly service: UsersService) {
    super();
  }
}
