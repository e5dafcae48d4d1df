import { Button, Card, Code, Group, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { get, post } from '../api.js';
import { texts } from '../messages/index.js';
import { Failure } from '../parts/failure.js';
import { Pages, usePages } from '../parts/pages.js';
import { StatusBadge } from '../parts/status-badge.js';
import { SureButton } from '../parts/sure-button.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { Waiting } from '../parts/waiting.js';
import { useOrganization } from '../session.js';
import type { Member, Status, TimelineEntry } from '../types.js';

type Action = keyof typeof texts.people.actions;

const PATHS: Readonly<Record<Action, string>> = {
  invite: 'invite',
  resend: 'resend',
  resetKey: 'reset-key',
  revoke: 'revoke',
  restore: 'restore',
};
const LIVE_MS = 5_000;
/** What can be done with somebody who is there. */
const POSSIBLE: Readonly<Record<Status, readonly Action[]>> = {
  staged: ['invite', 'revoke'],
  invited: ['resend', 'revoke'],
  accepted: ['resetKey', 'revoke'],
  confirmed: ['resetKey', 'revoke'],
  revoked: ['restore'],
};

export default function Person() {
  const { id = '' } = useParams({ strict: false });
  const { id: organizationId, path } = useOrganization();
  const base = `${path}/members/${id}`;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [base],
    queryFn: () => get<Member & { resource: object }>(base),
    refetchInterval: LIVE_MS,
  });
  const act = useAction((action: Action) => post(`${base}/${PATHS[action]}`));
  if (isPending) return <Waiting />;
  if (error) return <Failure error={error} onAgain={() => void refetch()} />;
  return (
    <Stack gap="lg">
      <div>
        <Title text={data.displayName}>
          {data.status === 'accepted' && (
            <Button component="a" href={`people/${organizationId}`} title={texts.people.confirmHint}>
              {texts.people.confirm}
            </Button>
          )}
          {POSSIBLE[data.status].map((action) =>
            action === 'revoke' || action === 'resetKey' ? (
              <SureButton
                key={action}
                label={texts.people.actions[action]}
                text={texts.people.sure[action]}
                onSure={() => act.mutate(action)}
              />
            ) : (
              <Button key={action} size="compact-sm" variant="light" onClick={() => act.mutate(action)}>
                {texts.people.actions[action]}
              </Button>
            ),
          )}
        </Title>
        <Group>
          <StatusBadge status={data.status} />
          <Text size="sm">{data.userName}</Text>
          {data.address !== data.userName && <Text size="sm">{data.address}</Text>}
        </Group>
      </div>
      <History path={`${base}/timeline`} />
      <Card withBorder>
        <Text fw={600} component="h2">
          {texts.people.attributes}
        </Text>
        <Text size="sm" c="dimmed" mb="sm">
          {texts.people.attributesHint}
        </Text>
        <Code block tabIndex={0}>
          {JSON.stringify(data.resource, null, 2)}
        </Code>
      </Card>
    </Stack>
  );
}

function History({ path }: { path: string }) {
  const { pages, items } = usePages<TimelineEntry>(path, 'entries', {}, { by: 'before', refetchInterval: LIVE_MS });
  return (
    <Card withBorder>
      <Text fw={600} component="h2" mb="sm">
        {texts.people.timeline}
      </Text>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.people.whole}>
        <Timeline bulletSize={14} lineWidth={2}>
          {items.map(({ time, kind, text }, index) => (
            <Timeline.Item key={`${time} ${kind} ${index}`}>
              <Text size="sm">{text}</Text>
              <Text size="xs" c="dimmed">
                <Time at={time} />
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </Pages>
    </Card>
  );
}
