import { Group, Text, Title as Heading } from '@mantine/core';
import { useEffect } from 'react';

/** The heading of a page, which is its name in the browser too. */
export function Title({ text, hint, children }: { text: string; hint?: string; children?: React.ReactNode }) {
  useEffect(() => {
    document.title = `${text} · Muster`;
  }, [text]);
  return (
    <header>
      <Group justify="space-between" align="center" mb={hint ? 4 : 'md'}>
        <Heading order={1} size="h2">
          {text}
        </Heading>
        {children && <Group gap="xs">{children}</Group>}
      </Group>
      {hint && (
        <Text c="dimmed" size="sm" mb="md">
          {hint}
        </Text>
      )}
    </header>
  );
}
