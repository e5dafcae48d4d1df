import { Badge, Select, Table, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { post, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Pages, usePages } from '../parts/pages.js';
import { SecretDialog } from '../parts/secret-dialog.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useOrganization, useSession } from '../session.js';
import type { Admin } from '../types.js';

export default function Admins() {
  const { id: organizationId } = useOrganization();
  const { data: session } = useSession();
  const [link, setLink] = useState<string>();
  const { pages, items } = usePages<Admin>('admins', 'admins');
  const here = items.filter((admin) => admin.organizationId === null || admin.organizationId === organizationId);
  return (
    <>
      <Title text={texts.admins.title} hint={texts.admins.hint}>
        <Invite onLink={setLink} isOperator={session?.admin.role === 'operator'} />
      </Title>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.admins.hint}>
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th>{texts.signIn.email}</Table.Th>
                <Table.Th>{texts.admins.role}</Table.Th>
                <Table.Th>{texts.admins.lastSignIn}</Table.Th>
                <Table.Th>{texts.common.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {here.map(({ id, name, email, role, hasPassword, lastSignIn }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    {name}{' '}
                    {!hasPassword && (
                      <Badge variant="default" tt="none">
                        {texts.admins.invited}
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td>{email}</Table.Td>
                  <Table.Td>{texts.admins[role]}</Table.Td>
                  <Table.Td>
                    <Time at={lastSignIn} />
                  </Table.Td>
                  <Table.Td>
                    {id !== session?.admin.id && (
                      <ConfirmButton
                        label={texts.common.delete}
                        text={texts.admins.removeSure}
                        names={[`${name} (${email})`]}
                        onSure={() => remove(`admins/${id}`)}
                      />
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
      <SecretDialog
        title={texts.admins.link}
        secret={link}
        hint={texts.admins.linkHint}
        onClose={() => setLink(undefined)}
      />
    </>
  );
}

function Invite({ onLink, isOperator }: { onLink: (link: string) => void; isOperator: boolean }) {
  const { id: organizationId } = useOrganization();
  const roles = [
    { value: 'organization', label: texts.admins.organization },
    ...(isOperator ? [{ value: 'operator', label: texts.admins.operator }] : []),
  ];
  return (
    <FormDialog
      label={texts.admins.new}
      submit={texts.admins.new}
      send={({ role, ...who }) => {
        const body = { ...who, organizationId: role === 'operator' ? null : organizationId };
        return post<{ invitationUrl: string | null }>('admins', body);
      }}
      onDone={({ invitationUrl }) => {
        if (invitationUrl) onLink(invitationUrl);
        else notifications.show({ color: 'green', message: texts.admins.mailed });
      }}
    >
      <TextInput name="name" label={texts.people.name} required maxLength={200} data-autofocus />
      <TextInput name="email" type="email" label={texts.signIn.email} required />
      <Select name="role" label={texts.admins.role} data={roles} defaultValue="organization" allowDeselect={false} />
    </FormDialog>
  );
}
