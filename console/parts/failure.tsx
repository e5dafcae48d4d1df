import { Alert, Button, Text } from '@mantine/core';
import { ApiProblem } from '../api.js';
import { texts } from '../messages/index.js';

/** What went wrong, in the server's words where it has some. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return texts.problems.other;
  if (error.reason === 'unreachable') return texts.problems.unreachable;
  return error.message || texts.problems.other;
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
