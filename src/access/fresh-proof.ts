import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { SignedInAdmin } from './admins/admin-credentials.js';
import { clock } from '../platform/database/clock.js';
import { proofNeeded, STEP_UP_MS } from '../platform/http/fresh-proof.js';
import { Problem } from '../platform/http/problem.js';
import type { Session } from './sessions/session.entity.js';

const STEPPED_UP = 'access:stepped-up';

/**
 * Requires a proof of who the admin or member is from the last ten minutes, or a token with the scope `sensitive`. For
 * every route that weakens protection, makes or ends credentials, or takes access from many people at once. The
 * transaction of the change checks it again (`Actor.recheck`).
 */
export const SteppedUp = () => SetMetadata(STEPPED_UP, true);

export function isSteppedUp(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<boolean | undefined>(STEPPED_UP, context.getHandler()) ?? false;
}

/** @throws Problem 403 when the last proof is too old, or a token is not for this */
export function refuseStaleAdmin({ session, token }: SignedInAdmin): void {
  if (token?.scope === 'sensitive') return;
  if (token)
    throw new Problem(403, 'step_up_needed', 'This token must not do this. Make a token with the scope "sensitive"');
  if (session!.stepUpUntil <= clock.now()) throw proofNeeded();
}

/** The proof of a member is the sign-in. @throws Problem 403 */
export function refuseStaleMember({ createdAt }: Session): void {
  if (createdAt + STEP_UP_MS <= clock.now()) throw proofNeeded();
}
