import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { texts } from '../messages/index.js';
import { PasswordField } from '../parts/password-field.js';
import { Outside } from '../parts/outside.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';

export default function Welcome() {
  const { submit, problem, isSending } = useEntry('welcome', () => '#/');
  const token = useParameter('token') ?? '';
  return (
    <Outside title={texts.welcome.title} text={texts.welcome.text}>
      <form onSubmit={(event) => void submit({ ...fieldsOf(event), token })}>
        <Stack>
          {problem && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <TextInput name="name" label={texts.setUp.name} autoComplete="name" required maxLength={200} autoFocus />
          <PasswordField
            name="password"
            label={texts.signIn.password}
            description={texts.setUp.passwordHint}
            autoComplete="new-password"
            minLength={12}
            required
          />
          <Button type="submit" loading={isSending}>
            {texts.welcome.submit}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}
