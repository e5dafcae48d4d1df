/** What the operator has to put right before it can start: a file, an option, the policy. */
export class ConfirmerMistake extends Error {
  override readonly name = 'ConfirmerMistake';
}

/** The server has shown something that an honest one does not. Nothing is confirmed any more. */
export class Distrust extends Error {
  override readonly name = 'Distrust';
}

/** The server says that this key may not confirm people, or not any more. */
export class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';
}

/** What may be better after a while: no connection, no answer in time, a server that is overloaded or restarts. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(
    message: string,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

/** The exit code that an error leads to; undefined for what nobody has thought of. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof Distrust) return 1;
  if (error instanceof ConfirmerMistake) return 2;
  if (error instanceof NotAdmitted) return 3;
  return error instanceof Unavailable ? 4 : undefined;
}
