import { Anchor, Badge, Button, Checkbox, Group, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { Adoptions } from '../parts/adoptions.js';
import { ConfirmDialog, type Question } from '../parts/confirm-dialog.js';
import { LIVE_MS } from '../parts/live.js';
import { nameOf } from '../parts/name-of.js';
import { Pages, usePages } from '../parts/pages.js';
import { type Result, Results } from '../parts/results.js';
import { StatusBadge } from '../parts/status-badge.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { Member, Status } from '../types.js';

const QUIET_MS = 250;
const AT_ONCE = 50;
const STATUSES: readonly Status[] = ['staged', 'invited', 'accepted', 'confirmed', 'revoked'];
const ACTIONS = ['invite', 'resend', 'revoke', 'restore'] as const;

export default function People() {
  const { id: organizationId, path } = useOrganization();
  const [text, setText] = useState('');
  const [status, setStatus] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Member>>(new Map());
  const [search] = useDebouncedValue(text, QUIET_MS);
  const { pages, items } = usePages<Member>(
    `${path}/members`,
    'members',
    { search, status },
    { refetchInterval: LIVE_MS },
  );
  const isNarrowed = search !== '' || status !== null;
  const choose = (members: readonly Member[], isChosen: boolean) =>
    setChosen((before) => {
      const after = new Map(before);
      for (const member of members)
        if (isChosen) after.set(member.id, member);
        else after.delete(member.id);
      return after;
    });
  const areAll = items.length > 0 && items.every(({ id }) => chosen.has(id));
  return (
    <>
      <Title text={texts.people.title} hint={texts.people.hint}>
        <Button component="a" href={`people/${organizationId}`} variant="light" title={texts.people.confirmHint}>
          {texts.people.confirm}
        </Button>
      </Title>
      <Adoptions />
      <Group mb="md" align="end">
        <TextInput
          label={texts.common.search}
          placeholder={texts.people.search}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          type="search"
          flex="1 1 240px"
        />
        <Select
          label={texts.people.status}
          placeholder={texts.common.all}
          data={STATUSES.map((value) => ({ value, label: texts.status[value] }))}
          value={status}
          onChange={setStatus}
          clearable
        />
      </Group>
      {chosen.size > 0 && <Bulk people={[...chosen.values()]} onEnd={() => setChosen(new Map())} />}
      <Pages pages={pages} isEmpty={items.length === 0} empty={isNarrowed ? texts.people.nobody : texts.people.empty}>
        <Table.ScrollContainer minWidth={640}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={40}>
                  <Checkbox
                    aria-label={texts.people.chooseAll}
                    checked={areAll}
                    onChange={() => choose(items, !areAll)}
                  />
                </Table.Th>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th>{texts.people.userName}</Table.Th>
                <Table.Th>{texts.people.status}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((member) => (
                <Table.Tr key={member.id}>
                  <Table.Td>
                    <Checkbox
                      aria-label={texts.people.choose(member.displayName)}
                      checked={chosen.has(member.id)}
                      onChange={(event) => choose([member], event.currentTarget.checked)}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Anchor href={`#/o/${organizationId}/people/${member.id}`}>{member.displayName}</Anchor>{' '}
                    {member.isAdmin && (
                      <Badge variant="default" tt="none">
                        {texts.people.admin}
                      </Badge>
                    )}
                    <Text size="xs" c="dimmed">
                      {member.address}
                    </Text>
                  </Table.Td>
                  <Table.Td>{member.userName}</Table.Td>
                  <Table.Td>
                    <StatusBadge status={member.status} />
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

/** Does the same with all who are chosen, some at a time, once somebody has read who they are. */
function Bulk({ people, onEnd }: { people: readonly Member[]; onEnd: () => void }) {
  const { path } = useOrganization();
  const [question, setQuestion] = useState<Question>();
  const [results, setResults] = useState<readonly Result[]>();
  const act = async (action: (typeof ACTIONS)[number]) => {
    const ids = people.map(({ id }) => id);
    const all: Result[] = [];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const body = { action, ids: ids.slice(start, start + AT_ONCE) };
      all.push(...(await post<{ results: Result[] }>(`${path}/member-actions`, body)).results);
      setResults([...all]);
    }
  };
  const ask = (action: (typeof ACTIONS)[number]) => {
    setResults(undefined);
    setQuestion({
      title: texts.people.bulk[action](people.length),
      action: texts.people.actions[action],
      text: texts.people.bulkSure[action],
      names: people.map(nameOf),
      isHarmless: action !== 'revoke',
      onSure: () => act(action),
    });
  };
  return (
    <div role="status">
      <Group mb="md">
        <Text size="sm">{texts.people.selected(people.length)}</Text>
        {ACTIONS.map((action) => (
          <Button
            key={action}
            size="compact-sm"
            variant="light"
            color={action === 'revoke' ? 'red' : undefined}
            onClick={() => ask(action)}
          >
            {texts.people.actions[action]}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" onClick={onEnd}>
          {texts.people.chooseNone}
        </Button>
      </Group>
      {results && <Results results={results} names={new Map(people.map((person) => [person.id, nameOf(person)]))} />}
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </div>
  );
}
