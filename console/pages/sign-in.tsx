import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { texts } from '../messages/index.js';
import { PasswordField } from '../parts/password-field.js';
import { Outside } from '../parts/outside.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';

export default function SignIn() {
  const wanted = useParameter('to');
  const { submit, problem, isSending } = useEntry('session', () => `#${wanted?.startsWith('/') ? wanted : '/'}`);
  return (
    <Outside title={texts.signIn.title}>
      <form onSubmit={(event) => void submit(fieldsOf(event))}>
        <Stack>
          {problem && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <TextInput name="email" type="email" label={texts.signIn.email} autoComplete="username" required autoFocus />
          <PasswordField name="password" label={texts.signIn.password} autoComplete="current-password" required />
          <Button type="submit" loading={isSending}>
            {texts.signIn.submit}
          </Button>
          <Text size="xs" c="dimmed">
            {texts.signIn.forgotten}
          </Text>
        </Stack>
      </form>
    </Outside>
  );
}
