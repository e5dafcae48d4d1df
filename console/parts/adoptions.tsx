import { Button, Card, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { Adoption } from '../types.js';
import { ConfirmDialog, type Question } from './confirm-dialog.js';
import { LIVE_MS } from './live.js';
import { nameOf } from './name-of.js';
import { usePages } from './pages.js';
import { type Result, Results } from './results.js';
import { StatusBadge } from './status-badge.js';
import { Time } from './time.js';

/** As many as the server takes in one decision. */
const AT_ONCE = 100;

/** People whom admins made and an identity provider would like to take over: nothing where nobody waits. */
export function Adoptions() {
  const { id, path } = useOrganization();
  const { items } = usePages<Adoption>(
    `${path}/adoptions`,
    'adoptions',
    { limit: AT_ONCE },
    { refetchInterval: LIVE_MS },
  );
  const [question, setQuestion] = useState<Question>();
  const [decided, setDecided] = useState<{ people: readonly Adoption[]; results: readonly Result[] }>();
  if (items.length === 0 && !question && !decided) return null;
  const ask = (what: 'approve' | 'refuse', people: readonly Adoption[]) => {
    setDecided(undefined);
    setQuestion({
      title: texts.adoptions.decide[what].title(people.length),
      action: texts.adoptions[what],
      text: texts.adoptions.decide[what].text,
      names: people.map((person) => `${nameOf(person)}: ${wishesOf(person)}`),
      isHarmless: what === 'refuse',
      onSure: async () => {
        const ids = people.map(({ userId }) => userId);
        const { results } = await post<{ results: Result[] }>(`${path}/adoptions/${what}`, { ids });
        setDecided({ people, results });
      },
    });
  };
  return (
    <Card withBorder mb="md">
      <Group justify="space-between" mb="xs">
        <Text fw={600} component="h2">
          {texts.adoptions.title}
        </Text>
        {items.length > 1 && <Buttons people={items} onAsk={ask} />}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.adoptions.hint}
      </Text>
      {decided && (
        <Results
          results={decided.results}
          names={new Map(decided.people.map((person) => [person.userId, nameOf(person)]))}
        />
      )}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={640}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th>{texts.people.status}</Table.Th>
                <Table.Th>{texts.settings.wanted}</Table.Th>
                <Table.Th>{texts.settings.asked}</Table.Th>
                <Table.Th>{texts.common.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((person) => (
                <Table.Tr key={person.userId}>
                  <Table.Td>
                    <a className="plain-link" href={`#/o/${id}/people/${person.userId}`}>
                      {person.displayName}
                    </a>
                    <Text size="xs" c="dimmed" className="anywhere">
                      {person.userName}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <StatusBadge status={person.status} />
                    <Text size="xs">{person.isAdmin && texts.people.admin}</Text>
                  </Table.Td>
                  <Table.Td>{wishesOf(person)}</Table.Td>
                  <Table.Td>
                    <Time at={person.firstAsked} />
                  </Table.Td>
                  <Table.Td>
                    <Buttons people={[person]} onAsk={ask} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Card>
  );
}

interface ButtonsProps {
  people: readonly Adoption[];
  onAsk: (what: 'approve' | 'refuse', people: readonly Adoption[]) => void;
}

function Buttons({ people, onAsk }: ButtonsProps) {
  const count = people.length > 1 ? ` (${people.length})` : '';
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="compact-sm" variant="light" onClick={() => onAsk('refuse', people)}>
        {texts.adoptions.refuse + count}
      </Button>
      <Button size="compact-sm" variant="light" color="red" onClick={() => onAsk('approve', people)}>
        {texts.adoptions.approve + count}
      </Button>
    </Group>
  );
}

function wishesOf({ wanted }: Adoption): string {
  return wanted.map((wish) => texts.adoptions.wishes[wish]).join(texts.adoptions.and);
}
