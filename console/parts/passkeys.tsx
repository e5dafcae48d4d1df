import { Button, Card, Group, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { makePasskey } from '../passkeys.js';
import type { Passkey } from '../types.js';
import { ConfirmButton } from './confirm-dialog.js';
import { Loaded } from './loaded.js';
import { Time } from './time.js';
import { useAction } from './use-action.js';
import { fieldsOf } from './use-entry.js';

/** Passkeys of the account: with one of them nobody types a password. */
export function Passkeys() {
  const query = useQuery({ queryKey: ['passkeys'], queryFn: () => get<{ passkeys: Passkey[] }>('me/passkeys') });
  const add = useAction(makePasskey);
  return (
    <Card withBorder>
      <Text fw={600} component="h2">
        {texts.account.passkeys}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.account.passkeysHint}
      </Text>
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          add.mutate(fieldsOf(event)['label'] ?? '', { onSuccess: () => form.reset() });
        }}
      >
        <Group align="end" mb="sm">
          <TextInput name="label" label={texts.account.device} required maxLength={100} />
          <Button type="submit" loading={add.isPending}>
            {texts.account.newPasskey}
          </Button>
        </Group>
      </form>
      <Loaded query={query} heights={[24]}>
        {({ passkeys }) =>
          passkeys.length === 0 ? (
            <Text c="dimmed">{texts.account.noPasskeys}</Text>
          ) : (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.account.device}</Table.Th>
                  <Table.Th>{texts.common.created}</Table.Th>
                  <Table.Th>{texts.common.lastUsed}</Table.Th>
                  <Table.Th>{texts.common.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {passkeys.map(({ id, label, created, lastUsed }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{label}</Table.Td>
                    <Table.Td>
                      <Time at={created} />
                    </Table.Td>
                    <Table.Td>
                      <Time at={lastUsed} />
                    </Table.Td>
                    <Table.Td>
                      <ConfirmButton
                        label={texts.common.delete}
                        text={texts.account.passkeySure(label)}
                        onSure={() => remove(`me/passkeys/${id}`)}
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Card>
  );
}
