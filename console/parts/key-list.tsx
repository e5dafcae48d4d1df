import { Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../messages/index.js';
import type { ApplicationKey } from '../types.js';
import { Empty } from './empty.js';
import { StatusBadge } from './status-badge.js';
import { Time } from './time.js';

/** Whether somebody can use it. */
export function isCurrent({ state }: ApplicationKey): boolean {
  return state === 'live' || state === 'retiring';
}

interface Props<Kind extends ApplicationKey> {
  keys: readonly Kind[];
  /** When it ends. */
  endOf: (key: Kind) => string;
  /** More that tells it from others. */
  markOf?: (key: Kind) => string;
  /** Who used it last. */
  userOf?: (key: Kind) => string | null;
  /** What can be done with a key that works. */
  actionsOf: (key: Kind) => React.ReactNode;
}

/** Keys that work, and those that have ended when they are asked for. */
export function KeyList<Kind extends ApplicationKey>({ empty, ...props }: Props<Kind> & { empty: string }) {
  const [areEndedShown, { toggle }] = useDisclosure();
  const current = props.keys.filter(isCurrent);
  const ended = props.keys.filter((key) => !isCurrent(key));
  return (
    <>
      {current.length === 0 ? <Empty text={empty} /> : <KeyTable {...props} keys={current} />}
      {ended.length > 0 && (
        <Button
          variant="default"
          size="compact-sm"
          my="xs"
          w="fit-content"
          aria-expanded={areEndedShown}
          onClick={toggle}
        >
          {texts.scim.ended(ended.length)}
        </Button>
      )}
      {areEndedShown && <KeyTable {...props} keys={ended} />}
    </>
  );
}

function KeyTable<Kind extends ApplicationKey>({ keys, endOf, markOf, userOf, actionsOf }: Props<Kind>) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.common.label}</Table.Th>
            <Table.Th>{texts.people.status}</Table.Th>
            <Table.Th>{texts.common.created}</Table.Th>
            <Table.Th>{texts.common.expires}</Table.Th>
            <Table.Th>{texts.common.lastUsed}</Table.Th>
            <Table.Th>{texts.common.actions}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>
                {key.label || texts.common.none}
                <Text size="xs" c="dimmed" className="code">
                  {[key.id, markOf?.(key)].filter(Boolean).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td>
                <StatusBadge status={key.state} />
              </Table.Td>
              <Table.Td>
                <Time at={key.created} />
              </Table.Td>
              <Table.Td>
                <Time at={endOf(key)} />
              </Table.Td>
              <Table.Td>
                <Time at={key.lastUsed} />
                <Text size="xs" c="dimmed">
                  {userOf?.(key)}
                </Text>
              </Table.Td>
              <Table.Td>
                {isCurrent(key) && (
                  <Group gap="xs" wrap="nowrap">
                    {actionsOf(key)}
                  </Group>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
