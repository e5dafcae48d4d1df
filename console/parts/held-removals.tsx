import { Alert, Button, Card, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { HeldRemoval } from '../types.js';
import { ConfirmDialog, type Question } from './confirm-dialog.js';
import { Failures } from './failures.js';
import { nameOf } from './name-of.js';
import { Pages, usePages } from './pages.js';
import { Time } from './time.js';

/** As many as the server takes in one decision. */
const AT_ONCE = 100;

interface Progress {
  readonly done: number;
  readonly failed: readonly { readonly userId: string; readonly userName: string; readonly reason: string }[];
}

/** Removals that the breaker holds, and what becomes of those that are shown. */
export function HeldRemovals() {
  const { id, path } = useOrganization();
  const { pages, items } = usePages<HeldRemoval>(`${path}/breaker/held`, 'removals', { limit: AT_ONCE });
  const [question, setQuestion] = useState<Question>();
  const [progress, setProgress] = useState<Progress>();
  const shown = items.slice(0, AT_ONCE);
  const ask = (what: 'release' | 'discard') => {
    setProgress(undefined);
    setQuestion({
      title: texts.settings.decide[what].title(shown.length),
      action: texts.settings[what],
      text: texts.settings.decide[what].text,
      names: shown.map(nameOf),
      isHarmless: what === 'discard',
      onSure: async () => setProgress(await post<Progress>(`${path}/breaker/${what}`, decisionOn(shown))),
    });
  };
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {texts.settings.held}
        </Text>
        {shown.length > 0 && (
          <Group gap="xs">
            <Button size="compact-sm" variant="light" onClick={() => ask('discard')}>
              {texts.settings.discard} ({shown.length})
            </Button>
            <Button size="compact-sm" color="red" variant="light" onClick={() => ask('release')}>
              {texts.settings.release} ({shown.length})
            </Button>
          </Group>
        )}
      </Group>
      {progress && progress.failed.length > 0 && <NotDone {...progress} />}
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.settings.noneHeld} rows={3}>
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.people.name}</Table.Th>
                <Table.Th>{texts.settings.wanted}</Table.Th>
                <Table.Th>{texts.settings.asked}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ userId, userName, displayName, kind, firstAsked }) => (
                <Table.Tr key={userId}>
                  <Table.Td>
                    <a className="plain-link" href={`#/o/${id}/people/${userId}`}>
                      {displayName}
                    </a>
                    <Text size="xs" c="dimmed" className="anywhere">
                      {userName}
                    </Text>
                  </Table.Td>
                  <Table.Td>{texts.settings.kinds[kind]}</Table.Td>
                  <Table.Td>
                    <Time at={firstAsked} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Card>
  );
}

/** What is decided on is what was read: what has changed since is left as it is. */
function decisionOn(removals: readonly HeldRemoval[]) {
  return {
    ids: removals.map(({ userId }) => userId),
    versions: Object.fromEntries(removals.map(({ userId, version }) => [userId, version])),
  };
}

function NotDone({ done, failed }: Progress) {
  return (
    <Alert color="yellow" role="status" mb="sm">
      {texts.people.done(done, done + failed.length)}
      <Failures
        title={texts.people.failures(failed.length)}
        failed={failed.map(({ userName, reason }) => [userName, reason])}
      />
    </Alert>
  );
}
