import { Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { fileUrl } from '../api.js';
import { texts } from '../messages/index.js';
import { PasswordField } from '../parts/password-field.js';
import { Outside } from '../parts/outside.js';
import { Problem } from '../parts/problem.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';
import { proveByPasskey } from '../passkeys.js';
import { useMethods } from '../session.js';

export default function SignIn() {
  const wanted = useParameter('to');
  const refusal = useParameter('problem');
  const { data: methods } = useMethods();
  const { submit, enter, problem, isSending } = useEntry<unknown>(
    'session',
    () => `#${wanted?.startsWith('/') ? wanted : '/'}`,
  );
  const isOther = methods && (methods.passkey || methods.openIdConnect);
  const shown = problem ?? refusedFor(refusal);
  return (
    <Outside title={texts.signIn.title}>
      <form onSubmit={(event) => void submit(fieldsOf(event))}>
        <Stack>
          <Problem text={shown} />
          <TextInput name="email" type="email" label={texts.signIn.email} autoComplete="username" required autoFocus />
          <PasswordField name="password" label={texts.signIn.password} autoComplete="current-password" required />
          <Button type="submit" loading={isSending}>
            {texts.signIn.submit}
          </Button>
          {isOther && <Divider label={texts.signIn.or} />}
          {methods?.passkey && (
            <Button
              variant="default"
              leftSection={<IconFingerprint size={18} aria-hidden />}
              onClick={() => void enter(proveByPasskey)}
            >
              {texts.signIn.byPasskey}
            </Button>
          )}
          {methods?.openIdConnect && (
            <Button variant="default" component="a" href={fileUrl('session/openid-connect')}>
              {texts.signIn.by(methods.openIdConnect.label)}
            </Button>
          )}
          <Text size="xs" c="dimmed">
            {texts.signIn.forgotten}
          </Text>
        </Stack>
      </form>
    </Outside>
  );
}

/** @param reason with which a sign-in elsewhere has led back */
function refusedFor(reason: string | null): string | undefined {
  const { noAdmin, noIssuer, unfinished } = texts.signIn.refused;
  if (reason === null) return undefined;
  if (reason === 'no_admin') return noAdmin;
  return reason === 'issuer_unavailable' ? noIssuer : unfinished;
}
