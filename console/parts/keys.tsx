import { Alert, Button, Card, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { Key } from '../types.js';
import { Empty } from './empty.js';
import { NewKey } from './new-key.js';
import { SecretDialog } from './secret-dialog.js';
import { StatusBadge } from './status-badge.js';
import { SureButton } from './sure-button.js';
import { ago, Time } from './time.js';
import { useAction } from './use-action.js';

/** Keys of identity providers: made, rotated with overlap, revoked. */
export function Keys({ keys }: { keys: readonly Key[] }) {
  const [made, setMade] = useState<string>();
  const [areEndedShown, { toggle }] = useDisclosure();
  const current = keys.filter(isCurrent);
  const ended = keys.filter((key) => !isCurrent(key));
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {texts.scim.keys}
        </Text>
        <NewKey onMade={setMade} />
      </Group>
      <Overlap keys={keys} />
      {current.length === 0 ? <Empty text={texts.scim.noKeys} /> : <KeyTable keys={current} />}
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
      {areEndedShown && <KeyTable keys={ended} />}
      <SecretDialog title={texts.scim.keyTitle} secret={made} onClose={() => setMade(undefined)} />
    </Card>
  );
}

/** Whether an identity provider can use it. */
function isCurrent({ state }: Key): boolean {
  return state === 'live' || state === 'retiring';
}

function KeyTable({ keys }: { keys: readonly Key[] }) {
  const { path } = useOrganization();
  const retire = useAction((id: string) => post(`${path}/keys/${id}/retire`, { inDays: 7 }));
  const revoke = useAction((id: string) => post(`${path}/keys/${id}/revoke`));
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
                  {key.id} · {key.profile}
                </Text>
              </Table.Td>
              <Table.Td>
                <StatusBadge status={key.state} />
              </Table.Td>
              <Table.Td>
                <Time at={key.created} />
              </Table.Td>
              <Table.Td>
                <Time at={key.retires ?? key.expires} />
              </Table.Td>
              <Table.Td>
                <Time at={key.lastUsed} />
                {key.lastUsedFrom && (
                  <Text size="xs" c="dimmed">
                    {texts.scim.usedBy(key.lastUsedFrom, key.lastUsedBy ?? '')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  {key.state === 'live' && (
                    <Button size="compact-sm" variant="light" onClick={() => retire.mutate(key.id)}>
                      {texts.scim.retire}
                    </Button>
                  )}
                  {isCurrent(key) && (
                    <SureButton
                      label={texts.scim.revoke}
                      text={texts.scim.revokeSure}
                      onSure={() => revoke.mutate(key.id)}
                    />
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Is the old key still used? */
function Overlap({ keys }: { keys: readonly Key[] }) {
  const newest = keys
    .filter(({ state }) => state === 'live')
    .toSorted((left, right) => right.created.localeCompare(left.created))[0];
  if (!newest) return null;
  return keys
    .filter(({ state }) => state === 'retiring')
    .map(({ id, label, lastUsed }) =>
      lastUsed !== null && lastUsed > newest.created ? (
        <Alert key={id} color="yellow" mb="sm">
          {texts.scim.stillUsed(label || id, ago(lastUsed))}
        </Alert>
      ) : (
        <Alert key={id} color="green" mb="sm">
          {texts.scim.notUsed(label || id)}
        </Alert>
      ),
    );
}
