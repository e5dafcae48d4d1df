import type { Expectation } from '../database/connection.js';
import { Problem } from './problem.js';

/** How long a proof of who somebody is counts as fresh. */
export const STEP_UP_MS = 10 * 60_000;

/** Refuses a change where the row that it rests on is not there to be held. */
export const orRefuse = (problem: () => Problem): Expectation => ({
  changed: (rows) => {
    if (rows === 0) throw problem();
  },
});

export const proofNeeded = () => new Problem(403, 'step_up_needed', 'Prove again who you are to continue');
