import { Button, Stack, TextInput } from '@mantine/core';
import { texts } from '../messages/index.js';
import { NewPassword } from '../parts/new-password.js';
import { Outside } from '../parts/outside.js';
import { Problem } from '../parts/problem.js';
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
            <Problem text={problem} />
            <TextInput name="organizationName" label={texts.setUp.organization} required autoFocus maxLength={200} />
            <TextInput name="name" label={texts.setUp.name} autoComplete="name" required maxLength={200} />
            <TextInput name="email" type="email" label={texts.signIn.email} autoComplete="username" required />
            <NewPassword />
            <Button type="submit" loading={isSending}>
              {texts.setUp.submit}
            </Button>
          </Stack>
        </form>
      )}
    </Outside>
  );
}
