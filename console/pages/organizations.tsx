import { Anchor, Table, TextInput } from '@mantine/core';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Pages, usePages } from '../parts/pages.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useSession } from '../session.js';
import type { Organization } from '../types.js';

export default function Organizations() {
  const { data: session } = useSession();
  const { pages, items } = usePages<Organization>('organizations', 'organizations');
  return (
    <>
      <Title text={texts.organizations.title}>{session?.admin.role === 'operator' && <New />}</Title>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.organizations.empty}>
        <Table.ScrollContainer minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.organizations.name}</Table.Th>
                <Table.Th>{texts.organizations.scim}</Table.Th>
                <Table.Th>{texts.common.created}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id, name, scimEnabled, created }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor href={`#/o/${id}`}>{name}</Anchor>
                  </Table.Td>
                  <Table.Td>{scimEnabled ? texts.organizations.on : texts.organizations.off}</Table.Td>
                  <Table.Td>
                    <Time at={created} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
    </>
  );
}

function New() {
  return (
    <FormDialog
      label={texts.organizations.new}
      send={(fields) => post<Organization>('organizations', fields)}
      onDone={({ id }) => (location.hash = `#/o/${id}/scim`)}
    >
      <TextInput name="name" label={texts.organizations.name} required maxLength={200} data-autofocus />
    </FormDialog>
  );
}
