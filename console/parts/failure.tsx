import { Alert, Button, Text } from '@mantine/core';
import { ApiProblem } from '../api.js';
import { texts } from '../messages/index.js';
import type { Decision } from '../types.js';

/** What went wrong, in the server's words where it has some. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return texts.problems.other;
  if (error.reason === 'unreachable') return texts.problems.unreachable;
  if (error.reason === 'decided' && error.more.decisions) return decided(error.more.decisions);
  return error.message || texts.problems.other;
}

/** Who has decided otherwise meanwhile, and what. */
function decided(decisions: readonly Decision[]): string {
  const counts = new Map<string, { by: string; outcome: Decision['outcome']; people: number }>();
  for (const { by, outcome } of decisions) {
    const name = by.label ?? (by.kind === 'operator' ? texts.problems.operator : by.kind);
    const key = `${outcome} ${name}`;
    counts.set(key, { by: name, outcome, people: (counts.get(key)?.people ?? 0) + 1 });
  }
  const sentences = [...counts.values()].map(({ by, outcome, people }) => texts.problems[outcome](by, people));
  return `${sentences.join(' ')} ${texts.problems.decided}`;
}

export function Failure({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  return (
    <Alert color="red" title={texts.problems.title} role="alert">
      <Text size="sm">{wordsOf(error)}</Text>
      {onAgain && (
        <Button size="compact-sm" variant="light" color="red" mt="sm" onClick={onAgain}>
          {texts.common.again}
        </Button>
      )}
    </Alert>
  );
}
