/** An answer to what we are, not to whom or what the mail is for: RFC 4954 §6 and RFC 3207. */
const ABOUT_US = new Set([530, 534, 535, 538]);

interface SmtpError {
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/**
 * What the server says when it refuses a mail for good: a 5xx for the recipient or for the text of it. A sender or a
 * login that is refused is a mistake in the configuration: those mails wait until it is put right.
 */
export function finalRefusal(error: unknown): string | undefined {
  const { command, responseCode, response } = error as SmtpError;
  if (command !== 'RCPT TO' && command !== 'DATA') return undefined;
  if (typeof responseCode !== 'number' || responseCode < 500 || ABOUT_US.has(responseCode)) return undefined;
  return typeof response === 'string' ? response : String((error as Error).message);
}
