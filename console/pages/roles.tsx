import { Card, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { post, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Pages, usePages } from '../parts/pages.js';
import { Problem } from '../parts/problem.js';
import { saidOf } from '../parts/said-of.js';
import { SettingsTabs } from '../parts/settings-tabs.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { Grant } from '../types.js';

type Kind = 'roles' | 'entitlements';

export default function Roles() {
  return (
    <>
      <SettingsTabs />
      <Title text={texts.grants.title} hint={texts.grants.hint} />
      <Stack gap="lg">
        <Grants kind="roles" />
        <Grants kind="entitlements" />
      </Stack>
    </>
  );
}

function Grants({ kind }: { kind: Kind }) {
  const { path } = useOrganization();
  const { pages, items } = usePages<Grant>(`${path}/${kind}`, kind);
  const words = texts.grants[kind];
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {words.title}
        </Text>
        <New kind={kind} />
      </Group>
      <Pages pages={pages} isEmpty={items.length === 0} empty={words.empty} rows={4}>
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th>{texts.grants.description}</Table.Th>
                <Table.Th>{texts.grants.id}</Table.Th>
                <Table.Th>{texts.common.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id, displayName, description }) => (
                <Table.Tr key={id}>
                  <Table.Td>{displayName}</Table.Td>
                  <Table.Td>{description}</Table.Td>
                  <Table.Td>
                    <Text span size="xs" className="code">
                      {id}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <ConfirmButton
                      label={texts.common.delete}
                      text={texts.grants.sure(displayName)}
                      onSure={() => remove(`${path}/${kind}/${id}`)}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
    </Card>
  );
}

function New({ kind }: { kind: Kind }) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.grants[kind].new}
      send={({ displayName, description }) =>
        post<Grant>(`${path}/${kind}`, { displayName, ...(description && { description }) })
      }
    >
      {(refusal) => {
        const said = saidOf(refusal, ['displayName', 'description']);
        return (
          <>
            <Problem text={said.form} />
            <TextInput
              name="displayName"
              label={texts.people.name}
              error={said.displayName}
              required
              maxLength={200}
              data-autofocus
            />
            <TextInput name="description" label={texts.grants.description} error={said.description} maxLength={1_000} />
          </>
        );
      }}
    </FormDialog>
  );
}
