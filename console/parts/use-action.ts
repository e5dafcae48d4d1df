import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../messages/index.js';
import { wordsOf } from './failure.js';

/**
 * Something that changes the server: what is shown is read again after it.
 * @param onFailure in place of a notification
 */
export function useAction<Input, Output>(
  work: (input: Input) => Promise<Output>,
  onDone?: (output: Output) => void,
  onFailure: (error: Error) => void = notify,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async (output) => {
      onDone?.(output);
      await client.invalidateQueries();
    },
    onError: onFailure,
  });
}

function notify(error: Error): void {
  notifications.show({ color: 'red', title: texts.problems.title, message: wordsOf(error), role: 'alert' });
}
