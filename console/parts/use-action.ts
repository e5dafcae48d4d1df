import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../messages/index.js';
import { wordsOf } from './failure.js';

/** Something that changes the server: what is shown is read again after it, and a failure is told. */
export function useAction<Input, Output>(work: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async (output) => {
      onDone?.(output);
      await client.invalidateQueries();
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: texts.problems.title, message: wordsOf(error), role: 'alert' }),
  });
}
