import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { MemberRequest } from '../../access/member.guard.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { MeasuredRequest } from '../../platform/http/body/body.interceptor.js';
import { KeysRepository } from '../keys/keys.repository.js';

/** More than twice what a wrapped key takes, with id and hash. */
const BYTES_PER_MEMBER = 2 * 1024;
/** For what is not per member, and members who are confirmed meanwhile. */
const MORE_BYTES = 64 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** Stands behind the guard that lets an admin in: a rotation may be as large as the organization makes it. */
@Injectable()
export class RotationSizeGuard implements CanActivate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: KeysRepository,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<MemberRequest & MeasuredRequest>();
    const { organizationId } = request.signedIn!.user;
    const { length } = await this.unitOfWork.read((connection) => this.keys.confirmed(connection, organizationId));
    request.maxBody = Math.min(MORE_BYTES + length * BYTES_PER_MEMBER, MOST_BYTES);
    return true;
  }
}
