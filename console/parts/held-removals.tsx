import { Button, Card, Group, Table, Text } from '@mantine/core';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { HeldRemoval } from '../types.js';
import { Pages, usePages } from './pages.js';
import { Time } from './time.js';
import { useAction } from './use-action.js';

/** Removals that the breaker holds, and what becomes of those that are shown. */
export function HeldRemovals() {
  const { id, path } = useOrganization();
  const { pages, items } = usePages<HeldRemoval>(`${path}/breaker/held`, 'removals');
  const ids = items.slice(0, 100).map(({ userId }) => userId);
  const decide = useAction((what: string) => post(`${path}/breaker/${what}`, { ids }));
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {texts.settings.held}
        </Text>
        {ids.length > 0 && (
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="light"
              loading={decide.isPending}
              onClick={() => decide.mutate('discard')}
            >
              {texts.settings.discard} ({ids.length})
            </Button>
            <Button
              size="compact-sm"
              color="red"
              variant="light"
              loading={decide.isPending}
              onClick={() => decide.mutate('release')}
            >
              {texts.settings.release} ({ids.length})
            </Button>
          </Group>
        )}
      </Group>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.settings.noneHeld} rows={3}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.people.userName}</Table.Th>
              <Table.Th>{texts.settings.asked}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ userId, userName, firstAsked }) => (
              <Table.Tr key={userId}>
                <Table.Td>
                  <a className="plain-link" href={`#/o/${id}/people/${userId}`}>
                    {userName}
                  </a>
                </Table.Td>
                <Table.Td>
                  <Time at={firstAsked} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Pages>
    </Card>
  );
}
