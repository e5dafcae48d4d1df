import { Anchor, Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { get } from '../api.js';
import { texts } from '../messages/index.js';
import { Loaded } from '../parts/loaded.js';
import { Pages, usePages } from '../parts/pages.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { rowsOf } from '../parts/waiting.js';
import { useOrganization } from '../session.js';
import type { Group, GroupMember } from '../types.js';

export default function GroupPage() {
  const { id = '' } = useParams({ strict: false });
  const { id: organizationId, path } = useOrganization();
  const base = `${path}/groups/${id}`;
  const query = useQuery({ queryKey: [base], queryFn: () => get<Group>(base) });
  const { pages, items } = usePages<GroupMember>(`${base}/members`, 'members');
  return (
    <Loaded query={query} heights={[32, 40, 20, ...rowsOf(3)]} gap="xs">
      {(group) => (
        <>
          <Title text={group.displayName} hint={texts.groups.source} />
          <Text size="sm" mb="md">
            {texts.groups.changed}: <Time at={group.lastModified} />
            {group.externalId !== null && (
              <>
                {' · '}
                {texts.people.externalId}: <span className="code">{group.externalId}</span>
              </>
            )}
          </Text>
          <Pages pages={pages} isEmpty={items.length === 0} empty={texts.groups.noMembers}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>
                    {texts.groups.members}: {group.members.toLocaleString(texts.locale)}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((member) => (
                  <Table.Tr key={member.id}>
                    <Table.Td>
                      <Anchor
                        href={`#/o/${organizationId}/${member.type === 'User' ? 'people' : 'groups'}/${member.id}`}
                      >
                        {member.display ?? member.id}
                      </Anchor>{' '}
                      {member.type === 'Group' && (
                        <Badge variant="default" tt="none">
                          {texts.groups.nested}
                        </Badge>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Pages>
        </>
      )}
    </Loaded>
  );
}
