import { Badge, Button, Card, Group, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiProblem, get, post, query, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { Attributes } from '../parts/attributes.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { LIVE_MS } from '../parts/live.js';
import { Loaded } from '../parts/loaded.js';
import { nameOf } from '../parts/name-of.js';
import { Pages, usePages } from '../parts/pages.js';
import type { Result } from '../parts/results.js';
import { StatusBadge } from '../parts/status-badge.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { useOrganization } from '../session.js';
import type { AdoptionDecision, AuditEvent, Member, Status, TimelineEntry } from '../types.js';

type Action = keyof typeof texts.people.actions;

const PATHS: Readonly<Record<Action, string>> = {
  invite: 'invite',
  resend: 'resend',
  resetKey: 'reset-key',
  revoke: 'revoke',
  restore: 'restore',
};
/** What can be done with somebody who is there. */
const POSSIBLE: Readonly<Record<Status, readonly Action[]>> = {
  staged: ['invite', 'revoke'],
  invited: ['resend', 'revoke'],
  accepted: ['resetKey', 'revoke'],
  confirmed: ['resetKey', 'revoke'],
  revoked: ['restore'],
};

interface Details extends Member {
  /** As SCIM has it. */
  readonly resource: { readonly externalId?: string };
  readonly adoption: AdoptionDecision | null;
}

export default function Person() {
  const { id = '' } = useParams({ strict: false });
  const { path } = useOrganization();
  const base = `${path}/members/${id}`;
  const person = useQuery({ queryKey: [base], queryFn: () => get<Details>(base), refetchInterval: LIVE_MS });
  const isProvisioned = useIsProvisioned(id, person.data);
  return (
    <Loaded query={person} heights={[104, 480, 860]}>
      {(data) => (
        <Stack gap="lg">
          <Head base={base} person={data} isProvisioned={isProvisioned} />
          <History path={`${base}/timeline`} />
          <Attributes resource={data.resource} isProvisioned={isProvisioned} />
        </Stack>
      )}
    </Loaded>
  );
}

/** Whether an identity provider sends somebody: it has given an id of its own, or made the person. */
function useIsProvisioned(id: string, person: Details | undefined): boolean {
  const { path } = useOrganization();
  const created = `${path}/audit${query({ resource: id, type: 'user.created', limit: 1 })}`;
  const { data } = useQuery({
    queryKey: [created],
    queryFn: () => get<{ events: AuditEvent[] }>(created),
    enabled: person !== undefined && person.resource.externalId === undefined,
  });
  return (data?.events[0]?.actor.kind ?? 'key') === 'key';
}

function Head({ base, person, isProvisioned }: { base: string; person: Details; isProvisioned: boolean }) {
  const { id: organizationId, path } = useOrganization();
  const adoptions = `${path}/adoptions`;
  const act = useAction((action: Action) => post(`${base}/${PATHS[action]}`));
  return (
    <div>
      <Title text={person.displayName}>
        {person.status === 'accepted' && (
          <Button component="a" href={`people/${organizationId}`} title={texts.people.confirmHint}>
            {texts.people.confirm}
          </Button>
        )}
        {POSSIBLE[person.status].map((action) =>
          action === 'revoke' || action === 'resetKey' ? (
            <ConfirmButton
              key={action}
              label={texts.people.actions[action]}
              text={action === 'resetKey' && person.isAdmin ? texts.people.resetAdmin : texts.people.sure[action]}
              names={[nameOf(person)]}
              onSure={() => post(`${base}/${PATHS[action]}`)}
            />
          ) : (
            <Button key={action} size="compact-sm" variant="light" onClick={() => act.mutate(action)}>
              {texts.people.actions[action]}
            </Button>
          ),
        )}
        {person.isAdmin && (
          <ConfirmButton
            label={texts.people.removeAdmin}
            text={texts.people.removeAdminSure}
            names={[nameOf(person)]}
            onSure={() => remove(`${base}/admin`)}
          />
        )}
      </Title>
      <Group>
        <StatusBadge status={person.status} />
        {person.isAdmin && (
          <Badge variant="default" tt="none">
            {texts.people.admin}
          </Badge>
        )}
        <Text size="sm">{person.userName}</Text>
        {person.address !== person.userName && <Text size="sm">{person.address}</Text>}
      </Group>
      <Group mt="xs">
        <Text size="sm" c="dimmed">
          {isProvisioned && texts.people.accessHint}
          {person.adoption && texts.adoptions.states[person.adoption.state]}
        </Text>
        {person.adoption?.state === 'refused' && (
          <ConfirmButton
            label={texts.adoptions.approve}
            title={texts.adoptions.decide.approve.title(1)}
            text={texts.adoptions.decide.approve.text}
            names={[nameOf(person)]}
            onSure={() => handOver(adoptions, person.id)}
          />
        )}
      </Group>
    </div>
  );
}

/** Lets the identity provider manage somebody after all. */
async function handOver(adoptions: string, id: string): Promise<void> {
  const { results } = await post<{ results: readonly Result[] }>(`${adoptions}/approve`, { ids: [id] });
  for (const { ok, detail } of results) if (!ok) throw new ApiProblem(409, 'refused', detail ?? '');
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
