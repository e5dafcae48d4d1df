import { Injectable } from '@nestjs/common';
import { GrantsService } from '../governance/grants.service.js';
import { MembershipsService } from '../groups/memberships/memberships.service.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ProjectionRequest } from '../scim/protocol/search-request.js';
import { ResourceKernel } from '../scim/resource/resource-kernel.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import { AdoptionRule } from './adoption/adoption-rule.js';
import { flipWarning } from './flip-warning.js';
import { SeatLimit } from './seat-limit.js';
import { UserAccess } from './user-access.js';
import { UserBreaker } from './user-breaker.js';
import { userCodec } from './user-codec.js';
import { UserEvents } from './user-events.js';
import { UserGroups } from './user-groups.js';
import { UserMailing } from './user-mailing.js';
import { UserRules } from './user-rules.js';
import { userType } from './user-type.js';
import { type User, UsersRepository } from './users.repository.js';

const ID_ONLY: ProjectionRequest = { attributes: ['id'], excludedAttributes: [] };

/** People of an organization: SCIM attributes and lifecycle, one transaction a write. */
@Injectable()
export class UsersService extends ResourceService<User> {
  constructor(
    kernel: ResourceKernel,
    repository: UsersRepository,
    memberships: MembershipsService,
    groups: UserGroups,
    adoption: AdoptionRule,
    breaker: UserBreaker,
    grants: GrantsService,
    rules: UserRules,
    seats: SeatLimit,
    mailing: UserMailing,
    access: UserAccess,
  ) {
    super(kernel, {
      type: userType,
      repository,
      codec: userCodec,
      taken: {
        users_userName:
          'This userName is already taken by another user of this organization, who may be deactivated: look it up by userName and update that user',
      },
      rules: [adoption, breaker, grants, rules],
      relations: memberships,
      effects: [seats, mailing, access, adoption, breaker, flipWarning],
      events: new UserEvents(),
      computed: groups,
    });
  }

  /** Somebody who is an admin from the start, so that nobody comes in between. @returns the id */
  async createAdmin(context: ScimContext, body: unknown): Promise<string> {
    const { id } = await this.create(context, body, ID_ONLY, undefined, { isAdmin: true });
    return id;
  }
}
