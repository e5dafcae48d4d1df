import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { texts } from '../messages/index.js';
import { CopyField } from './copy-field.js';

/** Shows a secret, this once. */
export function SecretDialog({
  title,
  secret,
  hint,
  onClose,
}: {
  title: string;
  secret: string | undefined;
  hint?: string;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        <CopyField label={title} value={secret ?? ''} />
        <Alert color="yellow">{hint ?? texts.common.once}</Alert>
        <Group justify="end">
          <Button onClick={onClose}>{texts.common.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
