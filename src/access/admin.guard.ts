import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import { AdminCredentials, type SignedInAdmin } from './admins/admin-credentials.js';
import { type Actor, oncePerTransaction } from '../events/actor.js';
import type { AccountRequest } from '../platform/http/idempotency/idempotency.interceptor.js';
import { Problem, SIGNED_OUT, signedOut } from '../platform/http/problem.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { Public } from '../platform/http/public.decorator.js';
import { isSteppedUp, refuseStaleAdmin } from './fresh-proof.js';
import { refuseForms } from './json-only.js';
import { REALM } from './admins/admin-token.strategy.js';
import { BearerGuard, isMissing } from '../platform/http/bearer.guard.js';
import { SignedInAdmins } from './signed-in-admins.js';
import { type SignedIn, SignedInMembers } from './signed-in-members.js';

/** In whose name the organization in the URL is read or changed. */
export interface Acting {
  readonly organizationId: string;
  readonly actor: Actor;
}
type AdminRequest = AccountRequest & { acting?: Acting; currentAdmin?: SignedInAdmin };

/** An admin of the organization in the URL; an admin's account; one in a browser; one of an operator; anybody. */
type Wanted = 'organization' | 'account' | 'session' | 'operator' | 'nobody';

const WANTED = 'access:wanted';

/** What the OpenAPI document says of it: one of these is needed. */
const SCHEMES: Readonly<Record<Wanted, readonly string[]>> = {
  organization: ['session', 'token', 'member'],
  account: ['session', 'token'],
  session: ['session'],
  operator: ['session', 'token'],
  nobody: [],
};

const forAdmin = (wanted: Wanted) =>
  applyDecorators(
    Public(),
    SetMetadata(WANTED, wanted),
    UseGuards(AdminGuard),
    ...SCHEMES[wanted].map((scheme) => ApiSecurity(scheme)),
  );
/** Admins with an account, and members who are admins, of the organization in the URL. */
export const ForAdmins = () => forAdmin('organization');
/** Any admin with an account. */
export const ForAccounts = () => forAdmin('account');
/** Any admin with an account who is signed in by a session, not by a token. */
export const ForSessions = () => forAdmin('session');
export const ForOperators = () => forAdmin('operator');
/** Anybody; who is signed in is known as such. */
export const ForVisitors = () => forAdmin('nobody');
export const ActingAdmin = createParamDecorator(
  (_: unknown, context: ExecutionContext): Acting => context.switchToHttp().getRequest<AdminRequest>().acting!,
);
export const CurrentAdmin = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedInAdmin =>
    context.switchToHttp().getRequest<AdminRequest>().currentAdmin!,
);

/** By a token where one is sent, else by the session of the browser: the admin's own, or that of a member who is an admin. */
@Injectable()
export class AdminGuard extends BearerGuard({
  strategy: 'admin-token',
  property: 'currentAdmin',
  realm: REALM,
  reason: 'signed_out',
  detail: SIGNED_OUT,
}) {
  constructor(
    private readonly reflector: Reflector,
    private readonly admins: SignedInAdmins,
    private readonly organizations: OrganizationsService,
    private readonly members: SignedInMembers,
    private readonly credentials: AdminCredentials,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    refuseForms(request);
    await super.canActivate(context);
    const wanted = this.reflector.get<Wanted>(WANTED, context.getHandler());
    const needsProof = isSteppedUp(this.reflector, context);
    const found = request.currentAdmin ?? (await this.admins.ofBrowser(request));
    const signedIn = found && this.rechecked(found, needsProof);
    if (signedIn) {
      request.currentAdmin = signedIn;
      request.account = `admin ${signedIn.admin.id}`;
      this.refuse(request, signedIn, wanted);
    } else if (wanted === 'nobody') return true;
    else if (wanted !== 'organization') throw signedOut();
    const member =
      wanted === 'organization' && !signedIn ? await this.members.of(request, 'admin', needsProof) : undefined;
    if (signedIn && needsProof) refuseStaleAdmin(signedIn);
    if (wanted === 'organization') request.acting = await this.acting(request, signedIn, member);
    return true;
  }

  /** Without a token a browser may be signed in. */
  override handleRequest<T>(error: unknown, admin: T | false, challenge: unknown, context: ExecutionContext): T {
    if (!error && !admin && isMissing(challenge)) return undefined as T;
    return super.handleRequest(error, admin, challenge, context);
  }

  /** Makes each change check again that the session and its proof are still there. */
  private rechecked(found: SignedInAdmin, needsProof: boolean): SignedInAdmin {
    const recheck = oncePerTransaction((transaction) => this.credentials.recheck(transaction, found, needsProof));
    return { ...found, actor: { ...found.actor, recheck } };
  }

  private refuse({ method }: AdminRequest, { admin, session, token }: SignedInAdmin, wanted: Wanted): void {
    if (wanted === 'operator' && admin.organizationId !== null)
      throw new Problem(403, 'not_operator', 'This is for operators of the server');
    if (wanted === 'session' && !session)
      throw new Problem(403, 'no_session', 'This is for browsers that are signed in, not for tokens');
    if (token?.scope === 'read' && method !== 'GET')
      throw new Problem(
        403,
        'read_only',
        'This token can only read. Make a token with the scope "write" or "sensitive"',
      );
  }

  private async acting(
    request: AdminRequest,
    signedIn: SignedInAdmin | undefined,
    member: SignedIn | undefined,
  ): Promise<Acting> {
    const organizationId = String(request.params['organizationId']);
    if (member) {
      request.account = `member ${organizationId} ${member.user.id}`;
      return { organizationId, actor: member.actor };
    }
    const { admin, actor } = signedIn!;
    if (admin.organizationId !== null && admin.organizationId !== organizationId)
      throw new Problem(404, 'unknown', 'You administer no such organization');
    await this.organizations.get(organizationId);
    return { organizationId, actor };
  }
}
