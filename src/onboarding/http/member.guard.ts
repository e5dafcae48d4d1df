import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Public } from '../../public.decorator.js';
import type { Session } from '../../sessions/sessions.repository.js';
import { SessionsService } from '../../sessions/sessions.service.js';
import { isActive, isConfirmedMember } from '../../users/user-status.js';
import { type User, UsersRepository } from '../../users/users.repository.js';
import { Problem } from '../problem.js';
import { sessionIn } from './session-cookie.js';

/** Who sends a request: read anew for each, so that a revocation counts at once. */
export interface SignedIn {
  readonly session: Session;
  readonly user: User;
}

type Who = 'anybody' | 'member' | 'confirmed' | 'admin';
type MemberRequest = Request & { signedIn?: SignedIn };

const WHO = 'onboarding:who';
/** Which no page of another origin can send without being allowed to. */
const JSON_TYPE = /^application\/json(;|$)/i;

/** Every route for people says who may use it; whoever forgets to lets nobody in but identity providers. */
const forWho = (who: Who) => applyDecorators(Public(), SetMetadata(WHO, who), UseGuards(MemberGuard));
export const ForAnybody = () => forWho('anybody');
/** Whoever has accepted and is not revoked. */
export const ForMembers = () => forWho('member');
export const ForConfirmed = () => forWho('confirmed');
export const ForAdmins = () => forWho('admin');

export const Member = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedIn => context.switchToHttp().getRequest<MemberRequest>().signedIn!,
);

@Injectable()
export class MemberGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionsService,
    private readonly users: UsersRepository,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<MemberRequest>();
    if (request.method !== 'GET' && !JSON_TYPE.test(request.headers['content-type'] ?? ''))
      throw new Problem(415, 'media_type', 'Send application/json');
    const who = this.reflector.get<Who>(WHO, context.getHandler());
    if (who === 'anybody') return true;
    const signedIn = await this.signedIn(String(request.params['organizationId']), sessionIn(request));
    if (!signedIn) throw new Problem(401, 'signed_out', 'You are not signed in, or no more');
    refuse(signedIn.user, who);
    request.signedIn = signedIn;
    return true;
  }

  private signedIn(organizationId: string, cookie: string): Promise<SignedIn | undefined> {
    return this.unitOfWork.read(async (connection) => {
      const session = await this.sessions.find(connection, organizationId, cookie);
      const user = session && (await this.users.find(connection, organizationId, session.userId));
      return session && user && { session, user };
    });
  }
}

function refuse(user: User, who: Who): void {
  if (!isActive(user)) throw new Problem(403, 'revoked', 'Your access to this organization has been taken away');
  if (who === 'member') return;
  if (!isConfirmedMember(user))
    throw new Problem(403, 'not_confirmed', 'An admin of the organization has to confirm you first');
  if (who === 'admin' && !user.isAdmin) throw new Problem(403, 'not_admin', 'This is for admins of the organization');
}
