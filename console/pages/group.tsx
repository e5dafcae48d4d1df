import { Anchor, Badge, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { get } from '../api.js';
import { texts } from '../messages/index.js';
import { Failure } from '../parts/failure.js';
import { Pages, usePages } from '../parts/pages.js';
import { Title } from '../parts/title.js';
import { Waiting } from '../parts/waiting.js';
import { useOrganization } from '../session.js';
import type { Group, GroupMember } from '../types.js';

export default function GroupPage() {
  const { id = '' } = useParams({ strict: false });
  const { id: organizationId, path } = useOrganization();
  const base = `${path}/groups/${id}`;
  const { data, error, isPending, refetch } = useQuery({ queryKey: [base], queryFn: () => get<Group>(base) });
  const { pages, items } = usePages<GroupMember>(`${base}/members`, 'members');
  if (isPending) return <Waiting />;
  if (error) return <Failure error={error} onAgain={() => void refetch()} />;
  return (
    <>
      <Title text={data.displayName} hint={texts.groups.source} />
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.groups.noMembers}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                {texts.groups.members}: {data.members.toLocaleString(texts.locale)}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((member) => (
              <Table.Tr key={member.id}>
                <Table.Td>
                  <Anchor href={`#/o/${organizationId}/${member.type === 'User' ? 'people' : 'groups'}/${member.id}`}>
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
  );
}
