import { Anchor, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { fileUrl } from '../api.js';
import { texts } from '../messages/index.js';
import { PasswordField } from '../parts/password-field.js';
import { Outside } from '../parts/outside.js';
import { Problem } from '../parts/problem.js';
import { fieldsOf, useEntry, useParameter } from '../parts/use-entry.js';
import { proveByPasskey } from '../passkeys.js';
import { useMethods } from '../session.js';
import type { AccountChoice } from '../types.js';

export default function SignIn() {
  const wanted = useParameter('to');
  const refusal = useParameter('problem');
  const { data: methods } = useMethods();
  const account = useParameter('account');
  const choices = useParameter('accounts');
  const {
    submit,
    enter,
    problem,
    accounts = choicesIn(choices),
    isSending,
  } = useEntry<unknown>('session', () => `#${wanted?.startsWith('/') ? wanted : '/'}`);
  const isOther = methods && (methods.passkey || methods.openIdConnect);
  const shown = problem ?? refusedFor(refusal);
  return (
    <Outside title={texts.signIn.title}>
      <form onSubmit={(event) => void submit(fieldsOf(event))}>
        <Stack>
          <Problem text={shown} />
          {accounts.map(({ id, organization }) => (
            <Anchor key={id} href={`#/sign-in?account=${id}`} size="sm">
              {organization ?? texts.admins.operator}
            </Anchor>
          ))}
          {account && <input type="hidden" name="accountId" value={account} />}
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
            <Button
              variant="default"
              component="a"
              href={fileUrl(`session/openid-connect${account ? `?account=${account}` : ''}`)}
            >
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

/** @param text as the address of the page has it, which anybody can write */
function choicesIn(text: string | null): readonly AccountChoice[] {
  try {
    const choices: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(choices) ? choices.filter(isChoice) : [];
  } catch {
    return [];
  }
}

function isChoice(value: Partial<AccountChoice> | null): value is AccountChoice {
  const { id, organization } = value ?? {};
  return /^[\w-]{36}$/.test(String(id)) && (organization === null || typeof organization === 'string');
}

/** @param reason with which a sign-in elsewhere has led back */
function refusedFor(reason: string | null): string | undefined {
  const { noAdmin, noIssuer, unfinished, several } = texts.signIn.refused;
  if (reason === null) return undefined;
  if (reason === 'no_admin') return noAdmin;
  if (reason === 'which_account') return several;
  return reason === 'issuer_unavailable' ? noIssuer : unfinished;
}
