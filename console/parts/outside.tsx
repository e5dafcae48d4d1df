import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { switchLanguage, texts } from '../messages/index.js';

/** The frame of pages for who is not signed in. */
export function Outside({ title, text, children }: { title: string; text?: string; children: React.ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Muster`;
  }, [title]);
  return (
    <main className="narrow">
      <Paper withBorder p="xl" m="md" radius="md">
        <Group gap="xs" mb="md">
          <IconShieldCheck aria-hidden />
          <Text fw={700}>Muster</Text>
        </Group>
        <Title order={1} size="h3" mb="xs">
          {title}
        </Title>
        {text && (
          <Text size="sm" c="dimmed" mb="md">
            {text}
          </Text>
        )}
        {children}
      </Paper>
      <Group justify="center">
        <Button variant="subtle" size="compact-sm" onClick={switchLanguage}>
          {texts.common.language}
        </Button>
      </Group>
    </main>
  );
}
