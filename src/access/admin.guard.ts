import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../events/actor.js';
import { Public } from '../public.decorator.js';
import { memberActor } from '../users/member-actor.js';
import { refuseForms } from './json-only.js';
import { SignedInMembers } from './signed-in-members.js';

/** In whose name the organization in the URL is read or changed. */
export interface Acting {
  readonly organizationId: string;
  readonly actor: Actor;
}
type AdminRequest = Request & { acting?: Acting };

/** Whoever administers the organization in the URL. */
export const ForAdmins = () => applyDecorators(Public(), UseGuards(AdminGuard));

export const ActingAdmin = createParamDecorator(
  (_: unknown, context: ExecutionContext): Acting => context.switchToHttp().getRequest<AdminRequest>().acting!,
);

@Injectable()
export class AdminGuard implements CanActivate {
  constructor(private readonly members: SignedInMembers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    refuseForms(request);
    const { user } = await this.members.of(request, 'admin');
    request.acting = { organizationId: user.organizationId, actor: memberActor(user) };
    return true;
  }
}
