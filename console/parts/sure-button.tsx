import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../messages/index.js';

/** A button for what cannot be taken back: it says what happens and asks once. */
export function SureButton({
  label,
  text,
  onSure,
  ...look
}: { label: string; text: string; onSure: () => void } & ButtonProps) {
  const [isOpen, { open, close }] = useDisclosure();
  const sure = () => {
    close();
    onSure();
  };
  return (
    <>
      <Button size="compact-sm" variant="light" color="red" onClick={open} {...look}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={label} closeButtonProps={{ 'aria-label': texts.common.close }}>
        <Text size="sm">{text}</Text>
        <Group justify="end" mt="md">
          <Button variant="default" onClick={close} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button color="red" onClick={sure}>
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
