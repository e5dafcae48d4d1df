import { Center, Stack, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';

/** Where there is nothing, and what brings something. */
export function Empty({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <Center mih={160}>
      <Stack align="center" gap="xs">
        <IconInbox size={32} stroke={1.2} aria-hidden />
        <Text c="dimmed" ta="center" maw={420}>
          {text}
        </Text>
        {children}
      </Stack>
    </Center>
  );
}
