import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { MembershipsRepository } from './memberships/memberships.repository.js';

interface ShownGroupMember {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly display: string | null;
}

/** Members of groups, some at a time. */
@Injectable()
export class GroupMembersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsRepository,
  ) {}

  /** How many direct members groups have, by their ids. */
  sizes(organizationId: string, groupIds: readonly string[]): Promise<Map<string, number>> {
    return this.unitOfWork.read((connection) => this.memberships.sizes(connection, organizationId, groupIds));
  }

  /** In the order of their ids. @param afterId of the last one before, or an empty text */
  async page(organizationId: string, groupId: string, afterId: string, limit: number): Promise<ShownGroupMember[]> {
    const members = await this.unitOfWork.read((connection) =>
      this.memberships.page(connection, organizationId, groupId, afterId, limit),
    );
    return members.map(({ memberId, isUser, display }) => ({
      id: memberId,
      type: Number(isUser) === 1 ? 'User' : 'Group',
      display: display === null ? null : String(display),
    }));
  }
}
