import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Configuration } from '../platform/config/configuration.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type Actor, oncePerTransaction } from '../events/actor.js';
import { Problem, signedOut } from '../platform/http/problem.js';
import { sessionIn } from './sessions/session-cookie.js';
import type { Session } from './sessions/session.entity.js';
import { SessionsService } from './sessions/sessions.service.js';
import { memberActor } from '../users/member-actor.js';
import { isActive, isConfirmedMember } from '../users/user-status.js';
import { type User, UsersRepository } from '../users/users.repository.js';
import { refuseStaleMember } from './fresh-proof.js';

/** Who sends a request, read again each time so that a revocation counts at once. */
export interface SignedIn {
  readonly session: Session;
  readonly user: User;
  /** In whose name changes are made. */
  readonly actor: Actor;
}

/** What somebody has to be: whoever has accepted and is not revoked, is confirmed too, or is an admin too. */
export type Standing = 'member' | 'confirmed' | 'admin';

/** People of an organization, by the session of their browser or program. */
@Injectable()
export class SignedInMembers {
  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionsService,
    private readonly users: UsersRepository,
  ) {}

  /**
   * @param needsProof whether the sign-in has to be fresh
   * @throws Problem 401, or 403 where the person is less than that
   */
  async of(request: Request, standing: Standing, needsProof: boolean): Promise<SignedIn> {
    const found = await this.find(request);
    if (!found) throw signedOut();
    const { session, user } = found;
    if (!isActive(user)) throw new Problem(403, 'revoked', 'Your access to this organization has been taken away');
    if (!this.sessions.isOpen(session)) throw signedOut();
    refuse(user, standing);
    if (needsProof) refuseStaleMember(session);
    return this.acting(found, standing, needsProof);
  }

  /** Who has accepted, is not revoked and is signed in; undefined for everybody else. */
  async ofAnybody(request: Request): Promise<SignedIn | undefined> {
    const found = await this.find(request);
    return found && isActive(found.user) && this.sessions.isOpen(found.session)
      ? this.acting(found, 'member', false)
      : undefined;
  }

  private acting({ session, user }: Omit<SignedIn, 'actor'>, standing: Standing, needsProof: boolean): SignedIn {
    const recheck = oncePerTransaction(async (transaction) => {
      await this.sessions.recheck(transaction, session, needsProof);
      const current = await this.users.find(transaction, session.organizationId, user.id);
      if (!current || !isActive(current)) throw signedOut();
      refuse(current, standing);
    });
    return { session, user, actor: { ...memberActor(user), recheck } };
  }

  private find(request: Request): Promise<Omit<SignedIn, 'actor'> | undefined> {
    const organizationId = String(request.params['organizationId']);
    const cookie = sessionIn(request, this.configuration.PUBLIC_URL);
    return this.unitOfWork.read(async (connection) => {
      const session = await this.sessions.find(connection, organizationId, cookie);
      const user = session && (await this.users.find(connection, organizationId, session.userId));
      return session && user && { session, user };
    });
  }
}

function refuse(user: User, standing: Standing): void {
  if (standing === 'member') return;
  if (!isConfirmedMember(user))
    throw new Problem(403, 'not_confirmed', 'An admin of the organization has to confirm you first');
  if (standing === 'admin' && !user.isAdmin)
    throw new Problem(403, 'not_admin', 'This is for admins of the organization');
}
