import { Anchor, Badge, Button, Checkbox, Group, Progress, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { LIVE_MS } from '../parts/live.js';
import { Pages, usePages } from '../parts/pages.js';
import { StatusBadge } from '../parts/status-badge.js';
import { SureButton } from '../parts/sure-button.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [search] = useDebouncedValue(text, QUIET_MS);
  const { pages, items } = usePages<Member>(
    `${path}/members`,
    'members',
    { search, status },
    { refetchInterval: LIVE_MS },
  );
  const isNarrowed = search !== '' || status !== null;
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids)
        if (isChosen) after.add(id);
        else after.delete(id);
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
      {chosen.size > 0 && <Bulk ids={[...chosen]} onEnd={() => setChosen(new Set())} />}
      <Pages pages={pages} isEmpty={items.length === 0} empty={isNarrowed ? texts.people.nobody : texts.people.empty}>
        <Table.ScrollContainer minWidth={640}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={40}>
                  <Checkbox
                    aria-label={texts.people.chooseAll}
                    checked={areAll}
                    onChange={() =>
                      choose(
                        items.map(({ id }) => id),
                        !areAll,
                      )
                    }
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
                      onChange={(event) => choose([member.id], event.currentTarget.checked)}
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

/** Does the same with all who are chosen, some at a time. */
function Bulk({ ids, onEnd }: { ids: readonly string[]; onEnd: () => void }) {
  const { path } = useOrganization();
  const [progress, setProgress] = useState<{ done: number; failed: number }>();
  const act = useAction(async (action: string) => {
    let failed = 0;
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      setProgress({ done: start, failed });
      const body = { action, ids: ids.slice(start, start + AT_ONCE) };
      const { results } = await post<{ results: { ok: boolean }[] }>(`${path}/member-actions`, body);
      failed += results.filter(({ ok }) => !ok).length;
    }
    setProgress({ done: ids.length, failed });
  });
  return (
    <Group mb="md" role="status">
      <Text size="sm">{texts.people.selected(ids.length)}</Text>
      {ACTIONS.map((action) =>
        action === 'revoke' ? (
          <SureButton
            key={action}
            label={texts.people.actions[action]}
            text={`${texts.people.selected(ids.length)}: ${texts.people.sure[action]}`}
            disabled={act.isPending}
            onSure={() => act.mutate(action)}
          />
        ) : (
          <Button
            key={action}
            size="compact-sm"
            variant="light"
            disabled={act.isPending}
            onClick={() => act.mutate(action)}
          >
            {texts.people.actions[action]}
          </Button>
        ),
      )}
      {progress && (
        <>
          <Progress
            value={(100 * progress.done) / ids.length}
            w={120}
            aria-label={texts.people.done(progress.done, ids.length)}
          />
          <Text size="sm">{texts.people.done(progress.done, ids.length)}</Text>
          {progress.failed > 0 && (
            <Text size="sm" c="red">
              {texts.people.failures(progress.failed)}
            </Text>
          )}
          {!act.isPending && (
            <Button size="compact-sm" variant="subtle" onClick={onEnd}>
              {texts.common.close}
            </Button>
          )}
        </>
      )}
    </Group>
  );
}
