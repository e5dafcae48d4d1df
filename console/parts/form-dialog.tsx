import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../messages/index.js';
import { useAction } from './use-action.js';
import { fieldsOf } from './use-entry.js';

interface Props<Answer> {
  label: string;
  /** What the button of the form says. */
  submit?: string;
  send: (fields: Record<string, string>) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  children: React.ReactNode;
}

/** A button that opens a form in a dialog, which closes when the server has taken what was entered. */
export function FormDialog<Answer>({ label, submit = texts.common.create, send, onDone, children }: Props<Answer>) {
  const [isOpen, { open, close }] = useDisclosure();
  const action = useAction(send, (answer) => {
    close();
    onDone(answer);
  });
  return (
    <>
      <Button onClick={open}>{label}</Button>
      <Modal opened={isOpen} onClose={close} title={label} closeButtonProps={{ 'aria-label': texts.common.close }}>
        <form onSubmit={(event) => action.mutate(fieldsOf(event))}>
          <Stack>
            {children}
            <Group justify="end">
              <Button type="submit" loading={action.isPending}>
                {submit}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
