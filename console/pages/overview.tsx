import { Alert, Anchor, Card, Group, SimpleGrid, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { get } from '../api.js';
import { texts } from '../messages/index.js';
import { ExpiringKeys } from '../parts/expiring-keys.js';
import { Loaded } from '../parts/loaded.js';
import { StatusBadge } from '../parts/status-badge.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { Key, Statistics, Status } from '../types.js';

const Activity = lazy(() => import('../parts/activity-chart.js'));
const STATUSES: readonly Status[] = ['staged', 'invited', 'accepted', 'confirmed', 'revoked'];
const CHART_HEIGHT = 240;
const HEIGHTS = [128, 182, 318, 96];

export default function Overview() {
  const { path } = useOrganization();
  const query = useQuery({
    queryKey: [path, 'statistics'],
    queryFn: () => get<Statistics>(`${path}/statistics`),
    refetchInterval: 10_000,
  });
  return (
    <>
      <Title text={texts.overview.title} />
      <Loaded query={query} heights={HEIGHTS}>
        {(statistics) => <Figures statistics={statistics} />}
      </Loaded>
    </>
  );
}

function Figures({ statistics }: { statistics: Statistics }) {
  const { id } = useOrganization();
  const { people, groups, mails, adoptions, breaker, webhooks, activity, errors, lastRequest, lastSuccess } =
    statistics;
  return (
    <Stack gap="lg">
      {lastRequest === null && (
        <Alert color="blue">
          {texts.overview.start}{' '}
          <Anchor c="inherit" underline="always" href={`#/o/${id}/scim`}>
            {texts.overview.startAction}
          </Anchor>
        </Alert>
      )}
      {breaker.held > 0 && (
        <Alert color="red">
          {texts.overview.heldNow(breaker.held)}{' '}
          <Anchor c="inherit" underline="always" href={`#/o/${id}/settings`}>
            {texts.overview.decide}
          </Anchor>
        </Alert>
      )}
      {adoptions.waiting > 0 && (
        <Alert color="yellow">
          {texts.overview.adoptions(adoptions.waiting)}{' '}
          <Anchor c="inherit" underline="always" href={`#/o/${id}/people`}>
            {texts.overview.decide}
          </Anchor>
        </Alert>
      )}
      <Expiring />
      <Card withBorder>
        <Text fw={600} component="h2" mb="sm">
          {texts.overview.people}
        </Text>
        <Group gap="xl">
          {STATUSES.map((status) => (
            <div key={status}>
              <Text size="xl" fw={700}>
                {people[status].toLocaleString(texts.locale)}
              </Text>
              <StatusBadge status={status} />
            </div>
          ))}
        </Group>
      </Card>
      <SimpleGrid cols={{ base: 2, md: 3 }}>
        <Figure label={texts.overview.groups} value={groups.toLocaleString(texts.locale)} />
        <Figure label={texts.overview.last} value={<Time at={lastRequest} />} />
        <Figure label={texts.overview.lastSuccess} value={<Time at={lastSuccess} />} />
        <Figure
          label={texts.overview.mails}
          value={mails.waiting.toLocaleString(texts.locale)}
          note={mails.dead > 0 ? texts.overview.dead(mails.dead) : undefined}
        />
        <Figure
          label={texts.overview.breaker}
          value={breaker.held > 0 ? texts.overview.held(breaker.held) : texts.overview.calm}
        />
        <Figure label={texts.overview.webhooks} value={webhooks.failing.toLocaleString(texts.locale)} />
      </SimpleGrid>
      <Card withBorder>
        <Text fw={600} component="h2" mb="sm">
          {texts.overview.activity}
        </Text>
        <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
          <Activity days={activity} height={CHART_HEIGHT} />
        </Suspense>
      </Card>
      <Errors errors={errors} />
    </Stack>
  );
}

function Expiring() {
  const { id, path } = useOrganization();
  const { data } = useQuery({ queryKey: [path, 'keys'], queryFn: () => get<{ keys: Key[] }>(`${path}/keys`) });
  return <ExpiringKeys keys={data?.keys ?? []} href={`#/o/${id}/scim`} />;
}

function Figure({ label, value, note }: { label: string; value: React.ReactNode; note?: string }) {
  return (
    <Card withBorder padding="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600}>{value}</Text>
      {note && (
        <Text size="sm" c="red">
          {note}
        </Text>
      )}
    </Card>
  );
}

function Errors({ errors }: Pick<Statistics, 'errors'>) {
  const { id } = useOrganization();
  return (
    <Card withBorder>
      <Text fw={600} component="h2" mb="sm">
        {texts.overview.errors}
      </Text>
      {errors.length === 0 ? (
        <Text c="dimmed">{texts.overview.noErrors}</Text>
      ) : (
        <Table>
          <Table.Tbody>
            {errors.map(({ status, scimType, count }) => (
              <Table.Tr key={`${status} ${scimType}`}>
                <Table.Td>
                  <Anchor href={`#/o/${id}/requests?status=${status}`}>{status}</Anchor>
                </Table.Td>
                <Table.Td>{scimType}</Table.Td>
                <Table.Td ta="right">{count.toLocaleString(texts.locale)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}
