import type { Response } from 'express';
import type { CallingApplication } from '../../scim-auth/application-keys/application-key.strategy.js';

/** Who waits for events. */
export interface Reader {
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  /** @throws Problem 401 when the key no longer works */
  verify(): Promise<void>;
}

/** The application at the other end of a response. */
export function readerOf({ verify }: CallingApplication, response: Response): Reader {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return { gone: closed.signal, verify };
}
