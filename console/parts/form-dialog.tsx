import { Button, type ButtonProps, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../messages/index.js';
import { useAction } from './use-action.js';
import { fieldsOf } from './use-entry.js';

export type Fields = Record<string, string>;

/** What the server has refused of a form. */
export interface Refusal {
  readonly error: Error;
  readonly fields: Fields;
}

interface Props<Answer> {
  label: string;
  /** What the button of the form says. */
  submit?: string;
  size?: ModalProps['size'];
  /** Of the button that opens it. */
  look?: ButtonProps;
  send: (fields: Fields) => Promise<Answer>;
  onDone?: (answer: Answer) => void;
  /** The fields; a function of what was refused shows that itself. */
  children: React.ReactNode | ((refusal: Refusal | undefined) => React.ReactNode);
}

/** A button that opens a form in a dialog, which closes when the server has taken what was entered. */
export function FormDialog<Answer>({
  label,
  submit = texts.common.create,
  size,
  look,
  send,
  onDone,
  children,
}: Props<Answer>) {
  const [isOpen, { open, close }] = useDisclosure();
  const isShowing = typeof children === 'function';
  const action = useAction(
    send,
    (answer) => {
      close();
      onDone?.(answer);
    },
    isShowing ? () => undefined : undefined,
  );
  const start = () => {
    action.reset();
    open();
  };
  const { error, variables } = action;
  const refusal = error && variables ? { error, fields: variables } : undefined;
  return (
    <>
      <Button {...look} onClick={start}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={label}
        size={size}
        closeOnEscape={!action.isPending}
        closeOnClickOutside={!action.isPending}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <form onSubmit={(event) => action.mutate(fieldsOf(event))}>
          <Stack>
            {isShowing ? children(refusal) : children}
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
