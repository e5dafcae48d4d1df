import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { post, stepUp } from '../api.js';
import { texts } from '../messages/index.js';
import { PasswordField } from './password-field.js';
import { wordsOf } from './failure.js';

/** Asks for the password when the server wants to know that it is still the same person. */
export function StepUp() {
  const [settle, setSettle] = useState<(proved: boolean) => void>();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');
  useEffect(() => {
    stepUp.ask = () => new Promise((resolve) => setSettle(() => resolve));
  }, []);
  const end = (proved: boolean) => {
    settle?.(proved);
    setSettle(undefined);
    setPassword('');
    setProblem('');
  };
  const prove = async (event: React.FormEvent) => {
    event.preventDefault();
    try {
      await post('session/step-up', { password });
      end(true);
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  return (
    <Modal
      opened={settle !== undefined}
      onClose={() => end(false)}
      title={texts.signIn.stepUpTitle}
      zIndex={400}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form onSubmit={(event) => void prove(event)}>
        <Text size="sm" mb="sm">
          {texts.signIn.stepUpText}
        </Text>
        <PasswordField
          label={texts.signIn.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem}
          autoComplete="current-password"
          data-autofocus
          required
        />
        <Group justify="end" mt="md">
          <Button variant="default" onClick={() => end(false)}>
            {texts.common.cancel}
          </Button>
          <Button type="submit">{texts.signIn.stepUp}</Button>
        </Group>
      </form>
    </Modal>
  );
}
