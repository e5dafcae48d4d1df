import { List, Text } from '@mantine/core';

/** With whom something could not be done, and why. @param failed names and reasons */
export function Failures({ title, failed }: { title: string; failed: readonly (readonly [string, string])[] }) {
  return (
    <>
      <Text size="sm" fw={500} mt="xs">
        {title}
      </Text>
      <List size="sm">
        {failed.map(([name, reason]) => (
          <List.Item key={name} className="anywhere">
            {name}: {reason}
          </List.Item>
        ))}
      </List>
    </>
  );
}
