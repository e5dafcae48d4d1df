import { Alert, Button, Card, Group, Modal, NumberInput, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { Key } from '../types.js';
import { Empty } from './empty.js';
import { SecretDialog } from './secret-dialog.js';
import { StatusBadge } from './status-badge.js';
import { SureButton } from './sure-button.js';
import { ago, Time } from './time.js';
import { useAction } from './use-action.js';
import { fieldsOf } from './use-entry.js';

/** Keys of identity providers: made, rotated with overlap, revoked. */
export function Keys({ keys }: { keys: readonly Key[] }) {
  const { path } = useOrganization();
  const [made, setMade] = useState<string>();
  const retire = useAction((id: string) => post(`${path}/keys/${id}/retire`, { inDays: 7 }));
  const revoke = useAction((id: string) => post(`${path}/keys/${id}/revoke`));
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {texts.scim.keys}
        </Text>
        <NewKey onMade={setMade} />
      </Group>
      <Overlap keys={keys} />
      {keys.length === 0 ? (
        <Empty text={texts.scim.noKeys} />
      ) : (
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
                      {(key.state === 'live' || key.state === 'retiring') && (
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
      )}
      <SecretDialog title={texts.scim.keyTitle} secret={made} onClose={() => setMade(undefined)} />
    </Card>
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

function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const { path } = useOrganization();
  const [isOpen, { open, close }] = useDisclosure();
  const create = useAction(
    ({ days, ...fields }: Record<string, string>) =>
      post<{ key: string }>(`${path}/keys`, { ...fields, expiresInDays: Number(days) }),
    ({ key }) => {
      close();
      onMade(key);
    },
  );
  return (
    <>
      <Button onClick={open}>{texts.scim.newKey}</Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.scim.newKey}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <form onSubmit={(event) => create.mutate(fieldsOf(event))}>
          <Stack>
            <TextInput name="label" label={texts.common.label} placeholder="Okta" maxLength={100} data-autofocus />
            <Select
              name="profile"
              label={texts.scim.profile}
              defaultValue="compat"
              allowDeselect={false}
              data={[
                { value: 'compat', label: texts.scim.compat },
                { value: 'strict', label: texts.scim.strict },
              ]}
            />
            <NumberInput name="days" label={texts.scim.days} defaultValue={365} min={1} max={3650} required />
            <Group justify="end">
              <Button type="submit" loading={create.isPending}>
                {texts.common.create}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
