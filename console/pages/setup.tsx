import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { texts } from '../messages/index.js';
import { PasswordField } from '../parts/password-field.js';
import { Outside } from '../parts/outside.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';

export default function SetUp() {
  const { submit, problem, isSending } = useEntry<{ organizationId: string }>(
    'setup',
    ({ organizationId }) => `#/o/${organizationId}/scim`,
  );
  const token = useParameter('token');
  return (
    <Outside title={texts.setUp.title} text={token ? texts.setUp.text : texts.setUp.noToken}>
      {token && (
        <form onSubmit={(event) => void submit({ ...fieldsOf(event), token })}>
          <Stack>
            {problem && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <TextInput name="organizationName" label={texts.setUp.organization} required autoFocus maxLength={200} />
            <TextInput name="name" label={texts.setUp.name} autoComplete="name" required maxLength={200} />
            <TextInput name="email" type="email" label={texts.signIn.email} autoComplete="username" required />
            <PasswordField
              name="password"
              label={texts.signIn.password}
              description={texts.setUp.passwordHint}
              autoComplete="new-password"
              minLength={12}
              required
            />
            <Button type="submit" loading={isSending}>
              {texts.setUp.submit}
            </Button>
          </Stack>
        </form>
      )}
    </Outside>
  );
}
