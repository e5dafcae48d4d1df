import { Anchor, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { texts } from '../messages/index.js';
import { LIVE_MS } from '../parts/live.js';
import { Pages, usePages } from '../parts/pages.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { Group } from '../types.js';

const QUIET_MS = 250;

export default function Groups() {
  const { id: organizationId, path } = useOrganization();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, QUIET_MS);
  const { pages, items } = usePages<Group>(`${path}/groups`, 'groups', { search }, { refetchInterval: LIVE_MS });
  return (
    <>
      <Title text={texts.groups.title} hint={texts.groups.source} />
      <TextInput
        label={texts.common.search}
        placeholder={texts.groups.search}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        type="search"
        mb="md"
        maw={360}
      />
      <Pages pages={pages} isEmpty={items.length === 0} empty={search ? texts.people.nobody : texts.groups.empty}>
        <Table.ScrollContainer minWidth={480}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th ta="right">{texts.groups.members}</Table.Th>
                <Table.Th>{texts.groups.changed}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id, displayName, members, lastModified }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor href={`#/o/${organizationId}/groups/${id}`}>{displayName}</Anchor>
                  </Table.Td>
                  <Table.Td ta="right">{members.toLocaleString(texts.locale)}</Table.Td>
                  <Table.Td>
                    <Time at={lastModified} />
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
