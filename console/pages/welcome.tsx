import { Button, Stack, TextInput } from '@mantine/core';
import { texts } from '../messages/index.js';
import { NewPassword } from '../parts/new-password.js';
import { Outside } from '../parts/outside.js';
import { Problem } from '../parts/problem.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';

export default function Welcome() {
  const { submit, problem, isSending } = useEntry('welcome', () => '#/');
  const token = useParameter('token') ?? '';
  return (
    <Outside title={texts.welcome.title} text={texts.welcome.text}>
      <form onSubmit={(event) => void submit({ ...fieldsOf(event), token })}>
        <Stack>
          <Problem text={problem} />
          <TextInput name="name" label={texts.setUp.name} autoComplete="name" required maxLength={200} autoFocus />
          <NewPassword />
          <Button type="submit" loading={isSending}>
            {texts.welcome.submit}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}
