import { Problem } from './problem.js';

/** How long a proof of who somebody is counts as fresh. */
export const STEP_UP_MS = 10 * 60_000;

export const proofNeeded = () => new Problem(403, 'step_up_needed', 'Prove again who you are to continue');
