import { BrokenKeyLog, followKeyLog } from '../../onboarding/keys/key-history.js';
import { keyLogIn } from './answers.js';
import { Distrust } from './faults.js';
import type { Server } from './server.js';
import type { ConfirmerState, KnownKey } from './state.js';

/**
 * Reads what is new in the key log.
 * @returns the state with what the log says
 * @throws Distrust when it is not the log of before
 */
export async function watchKeyLog(server: Server, state: ConfirmerState, now: number): Promise<ConfirmerState> {
  const keys: Record<string, KnownKey> = { ...state.keys };
  try {
    const history = await followKeyLog(
      state.organizationId,
      state,
      async (after) => keyLogIn(await server.get(`/key-log?after=${after}`)),
      (entries) => {
        for (const { kind, userId, recipient } of entries)
          if (kind === 'member_key.set') keys[userId] = noted(keys[userId], recipient, now);
      },
    );
    return { ...state, ...history, keys };
  } catch (error) {
    throw error instanceof BrokenKeyLog ? new Distrust(error.message) : error;
  }
}

/** The first key of a person stays the one that is known; another is noted as a change. */
export function noted(known: KnownKey | undefined, recipient: string, now: number): KnownKey {
  if (!known) return { recipient, since: now };
  return known.recipient === recipient ? known : { ...known, hasChanged: true };
}
