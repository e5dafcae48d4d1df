import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ProjectionRequest } from '../scim/protocol/search-request.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import type { User } from './users.repository.js';

const ID_ONLY: ProjectionRequest = { attributes: ['id'], excludedAttributes: [] };

/** People of an organization: SCIM attributes and lifecycle, one transaction a write. */
export class UsersService extends ResourceService<User> {
  /** Somebody who is an admin from the start, so that nobody comes in between. @returns the id */
  async createAdmin(context: ScimContext, body: unknown): Promise<string> {
    const { id } = await this.create(context, body, ID_ONLY, undefined, { isAdmin: true });
    return id;
  }
}
