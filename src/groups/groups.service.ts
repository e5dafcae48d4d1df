import { Injectable } from '@nestjs/common';
import { documentCodec } from '../scim/resource/document-codec.js';
import { ResourceKernel } from '../scim/resource/resource-kernel.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import { GroupRelations } from './group-relations.js';
import { groupType } from './group-type.js';
import { type Group, GroupsRepository } from './groups.repository.js';
import { ShownMembers } from './shown-members.js';

/** Groups of an organization. Members are rows of their own: a change costs what it changes. */
@Injectable()
export class GroupsService extends ResourceService<Group> {
  constructor(kernel: ResourceKernel, repository: GroupsRepository, relations: GroupRelations, computed: ShownMembers) {
    super(kernel, {
      type: groupType,
      repository,
      codec: documentCodec,
      taken: {
        user_groups_displayName:
          'This displayName is already taken by another group of this organization, without regard to case: rename one of them, or link the existing group',
      },
      relations,
      computed,
    });
  }
}
