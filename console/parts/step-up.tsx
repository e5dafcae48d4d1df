import { Anchor, Button, Group, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fileUrl, post, stepUp } from '../api.js';
import { texts } from '../messages/index.js';
import { proveByPasskey } from '../passkeys.js';
import { SESSION } from '../session.js';
import type { Session } from '../types.js';
import { PasswordField } from './password-field.js';
import { wordsOf } from './failure.js';

/** Asks for the password, a passkey or the issuer when the server wants to know that it is still the same person. */
export function StepUp() {
  const [answer, setAnswer] = useState<(proved: boolean) => void>();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');
  const session = useQueryClient().getQueryData<Session>(SESSION);
  const methods = session?.methods;
  useEffect(() => {
    stepUp.ask = () => new Promise((resolve) => setAnswer(() => resolve));
  }, []);
  const end = (proved: boolean) => {
    // What has asked waits until the key press is over, so that one Escape does not close its dialog as well.
    setTimeout(() => answer?.(proved));
    setAnswer(undefined);
    setPassword('');
    setProblem('');
  };
  const prove = async (work: () => Promise<unknown>) => {
    try {
      await work();
      end(true);
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  return (
    <Modal
      opened={answer !== undefined}
      onClose={() => end(false)}
      title={texts.signIn.stepUpTitle}
      zIndex={400}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void prove(() => post('session/step-up', { password }));
        }}
      >
        <Text size="sm" mb="sm">
          {texts.signIn.stepUpText}
        </Text>
        {methods?.password && (
          <PasswordField
            label={texts.signIn.password}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            data-autofocus
            required
          />
        )}
        {methods?.openIdConnect && (
          <Anchor href={fileUrl(`session/openid-connect?fresh=true&account=${session?.admin.id}`)} size="sm">
            {texts.signIn.by(methods.openIdConnect.label)}
          </Anchor>
        )}
        {problem && (
          <Text size="sm" c="red" role="alert" mt="xs">
            {problem}
          </Text>
        )}
        <Group justify="end" mt="md">
          <Button variant="default" onClick={() => end(false)}>
            {texts.common.cancel}
          </Button>
          {methods?.passkey && (
            <Button variant="light" onClick={() => void prove(proveByPasskey)}>
              {texts.signIn.byPasskey}
            </Button>
          )}
          {methods?.password && <Button type="submit">{texts.signIn.stepUp}</Button>}
        </Group>
      </form>
    </Modal>
  );
}
