import { Alert, Button, type ButtonProps, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../messages/index.js';
import { wordsOf } from './failure.js';
import { useAction } from './use-action.js';

/** Up to so many people, a click is enough; the number of more has to be typed in. */
const FEW = 10;
const MAX_NAMED = 100;

/** Something that is done only after somebody has read what it does. */
export interface Question {
  /** Names what is done, and to how many. */
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly text: React.ReactNode;
  /** Names of those whom it is done to. */
  readonly names?: readonly string[];
  readonly isHarmless?: boolean;
  readonly onSure: () => Promise<unknown>;
}

/** Asks before something that cannot be taken back. What it shows stays as it was when it was opened. */
export function ConfirmDialog({ question, onClose }: { question: Question | undefined; onClose: () => void }) {
  const [shown, setShown] = useState(question);
  if (question && question !== shown) setShown(question);
  const [isPending, setPending] = useState(false);
  return (
    <Modal
      opened={question !== undefined}
      onClose={onClose}
      title={shown?.title}
      closeOnEscape={!isPending}
      closeOnClickOutside={!isPending}
      closeButtonProps={{ 'aria-label': texts.common.close, disabled: isPending }}
    >
      {shown && <Asking question={shown} onClose={onClose} onPending={setPending} />}
    </Modal>
  );
}

interface AskingProps {
  question: Question;
  onClose: () => void;
  onPending: (isPending: boolean) => void;
}

function Asking({ question, onClose, onPending }: AskingProps) {
  const { action, text, names = [], isHarmless = false, onSure } = question;
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const act = useAction(onSure, onClose, () => void client.invalidateQueries());
  const hasMany = names.length > FEW;
  const isSure = !hasMany || typed.normalize('NFKC').trim() === String(names.length);
  const sure = () => {
    onPending(true);
    act.mutate(undefined, { onSettled: () => onPending(false) });
  };
  return (
    <Stack>
      <Text size="sm" component="div">
        {text}
      </Text>
      {names.length > 0 && <Names names={names} />}
      {hasMany && (
        <TextInput
          label={texts.confirm.number(names.length)}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          disabled={act.isPending}
          data-autofocus
        />
      )}
      {act.error && (
        <Alert color="red" role="alert">
          {wordsOf(act.error)}
        </Alert>
      )}
      <Group justify="end">
        <Button
          variant="default"
          onClick={onClose}
          disabled={act.isPending}
          data-autofocus={hasMany ? undefined : true}
        >
          {texts.common.cancel}
        </Button>
        <Button color={isHarmless ? undefined : 'red'} onClick={sure} disabled={!isSure} loading={act.isPending}>
          {action}
        </Button>
      </Group>
    </Stack>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <div className="names" tabIndex={0} role="group" aria-label={texts.confirm.names}>
      <List size="sm" listStyleType="none">
        {names.slice(0, MAX_NAMED).map((name, index) => (
          <List.Item key={`${index} ${name}`} className="anywhere">
            {name}
          </List.Item>
        ))}
      </List>
      {names.length > MAX_NAMED && (
        <Text size="sm" c="dimmed">
          {texts.confirm.more(names.length - MAX_NAMED)}
        </Text>
      )}
    </div>
  );
}

interface ConfirmButtonProps extends Omit<Question, 'title' | 'action'> {
  label: string;
  title?: string;
  look?: ButtonProps;
}

/** A button for what cannot be taken back: it says what happens and asks. */
export function ConfirmButton({ label, title = label, look, ...question }: ConfirmButtonProps) {
  const [asked, setAsked] = useState<Question>();
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        color="red"
        {...look}
        onClick={() => setAsked({ ...question, title, action: label })}
      >
        {label}
      </Button>
      <ConfirmDialog question={asked} onClose={() => setAsked(undefined)} />
    </>
  );
}
