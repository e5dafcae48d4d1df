import { Problem } from '../api/problem.js';
import { texts } from '../messages/index.js';

/** What to tell people of an error. */
export function failureText(error: unknown): string {
  if (!(error instanceof Problem))
    return (error as Error).name === 'ForeignKey' ? texts.failure.foreignKey : texts.failure.other;
  if (error.status === 0) return navigator.onLine ? texts.failure.unreachable : texts.failure.offline;
  if (error.status === 429) return texts.failure.busy;
  if (error.isPassing) return texts.failure.server;
  const known: Readonly<Record<string, string>> = texts.failure.reasons;
  return known[error.reason] ?? texts.failure.other;
}
