import { Badge, Button, Card, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, put, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { Loaded } from '../parts/loaded.js';
import { Passkeys } from '../parts/passkeys.js';
import { PasswordField } from '../parts/password-field.js';
import { SecretDialog } from '../parts/secret-dialog.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { fieldsOf } from '../parts/use-entry.js';
import { useSession } from '../session.js';
import { type OwnSession, type Token, TOKEN_SCOPES } from '../types.js';

export default function Account() {
  const { data: session } = useSession();
  return (
    <Stack gap="lg">
      <Title
        text={texts.account.title}
        hint={session && `${session.admin.name}, ${session.admin.email}, ${texts.admins[session.admin.role]}`}
      />
      <Password />
      <Passkeys />
      <Tokens />
      <Sessions />
    </Stack>
  );
}

function Password() {
  const change = useAction(
    (fields: object) => put('me/password', fields),
    () => notifications.show({ color: 'green', message: texts.common.saved }),
  );
  return (
    <Card withBorder>
      <Text fw={600} component="h2">
        {texts.account.password}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.account.passwordHint}
      </Text>
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          change.mutate(fieldsOf(event), { onSuccess: () => form.reset() });
        }}
      >
        <Group align="end">
          <PasswordField
            name="password"
            label={texts.account.newPassword}
            description={texts.setUp.passwordHint}
            autoComplete="new-password"
            minLength={12}
            required
            flex="1 1 260px"
          />
          <Button type="submit" loading={change.isPending}>
            {texts.account.change}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function Tokens() {
  const [made, setMade] = useState<string>();
  const query = useQuery({ queryKey: ['tokens'], queryFn: () => get<{ tokens: Token[] }>('me/tokens') });
  const create = useAction(
    (fields: object) => post<{ token: string }>('me/tokens', fields),
    ({ token }) => setMade(token),
  );
  return (
    <Card withBorder>
      <Text fw={600} component="h2">
        {texts.account.tokens}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.account.tokensHint}
      </Text>
      <form onSubmit={(event) => create.mutate(fieldsOf(event))}>
        <Group align="end" mb="sm">
          <TextInput name="label" label={texts.common.label} required maxLength={100} />
          <NativeSelect
            name="scope"
            label={texts.account.scope}
            defaultValue="write"
            data={TOKEN_SCOPES.map((value) => ({ value, label: texts.account.scopes[value] }))}
          />
          <Button type="submit" loading={create.isPending}>
            {texts.account.newToken}
          </Button>
        </Group>
      </form>
      <Loaded query={query} heights={[36]}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Text c="dimmed">{texts.account.noTokens}</Text>
          ) : (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.common.label}</Table.Th>
                  <Table.Th>{texts.account.scope}</Table.Th>
                  <Table.Th>{texts.common.expires}</Table.Th>
                  <Table.Th>{texts.common.lastUsed}</Table.Th>
                  <Table.Th>{texts.common.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tokens.map(({ id, label, scope, expires, lastUsed }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{label}</Table.Td>
                    <Table.Td>{texts.account.scopes[scope]}</Table.Td>
                    <Table.Td>
                      <Time at={expires} />
                    </Table.Td>
                    <Table.Td>
                      <Time at={lastUsed} />
                    </Table.Td>
                    <Table.Td>
                      <ConfirmButton
                        label={texts.common.delete}
                        text={texts.account.tokenSure(label)}
                        onSure={() => remove(`me/tokens/${id}`)}
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <SecretDialog title={texts.account.token} secret={made} onClose={() => setMade(undefined)} />
    </Card>
  );
}

function Sessions() {
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => get<{ sessions: OwnSession[] }>('sessions') });
  const end = useAction((id: string) => remove(`sessions/${id}`));
  return (
    <Card withBorder>
      <Text fw={600} component="h2" mb="sm">
        {texts.account.sessions}
      </Text>
      <Loaded query={query} heights={[96]}>
        {({ sessions }) => (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.requests.client}</Table.Th>
                <Table.Th>{texts.common.lastUsed}</Table.Th>
                <Table.Th>{texts.common.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sessions.map(({ id, agent, address, lastUsed, isCurrent }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    {agent}
                    <Text size="xs" c="dimmed">
                      {address}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Time at={lastUsed} />
                  </Table.Td>
                  <Table.Td>
                    {isCurrent ? (
                      <Badge variant="default" tt="none" miw="max-content">
                        {texts.account.this}
                      </Badge>
                    ) : (
                      <Button size="compact-sm" variant="light" onClick={() => end.mutate(id)}>
                        {texts.account.end}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
    </Card>
  );
}
