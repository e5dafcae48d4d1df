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
import { ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';
import { MaxBody } from '../platform/http/body/max-body.decorator.js';
import { Public } from '../platform/http/public.decorator.js';
import { isSteppedUp } from './fresh-proof.js';
import { refuseForms } from './json-only.js';
import { type SignedIn, SignedInMembers, type Standing } from './signed-in-members.js';

type MemberRequest = Request & { signedIn?: SignedIn };

const STANDING = 'access:standing';

/** Room for the longest that strangers have to say: a new key, and the organization's, when an invitation is accepted. */
const MAX_BODY_OF_ANYBODY = 32 * 1024;

/** Every route for people says who may use it; one that does not lets in identity providers only. */
const forStanding = (standing: Standing | 'anybody') =>
  applyDecorators(
    Public(),
    SetMetadata(STANDING, standing),
    UseGuards(MemberGuard),
    standing === 'anybody' ? MaxBody(MAX_BODY_OF_ANYBODY) : ApiSecurity('member'),
  );
export const ForAnybody = () => forStanding('anybody');
/** Anybody who has accepted and is not revoked. */
export const ForMembers = () => forStanding('member');
export const ForConfirmed = () => forStanding('confirmed');
/** Members who are admins: what needs the organization's key, which other admins do not have. */
export const ForAdminMembers = () => forStanding('admin');

export const Member = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedIn => context.switchToHttp().getRequest<MemberRequest>().signedIn!,
);

@Injectable()
export class MemberGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly members: SignedInMembers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<MemberRequest>();
    refuseForms(request);
    const standing = this.reflector.get<Standing | 'anybody'>(STANDING, context.getHandler());
    if (standing !== 'anybody')
      request.signedIn = await this.members.of(request, standing, isSteppedUp(this.reflector, context));
    return true;
  }
}
