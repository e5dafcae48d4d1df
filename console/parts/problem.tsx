import { Alert } from '@mantine/core';

/** What was wrong with what a form has sent. */
export function Problem({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  );
}
