import { Button, Card, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { Empty } from '../parts/empty.js';
import { FormDialog } from '../parts/form-dialog.js';
import { LIVE_MS } from '../parts/live.js';
import { Loaded } from '../parts/loaded.js';
import { Pages, usePages } from '../parts/pages.js';
import { SecretDialog } from '../parts/secret-dialog.js';
import { StatusBadge } from '../parts/status-badge.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { fieldsOf } from '../parts/use-entry.js';
import { useOrganization } from '../session.js';
import type { Delivery, Webhook } from '../types.js';

export default function Webhooks() {
  const { path } = useOrganization();
  const [secret, setSecret] = useState<string>();
  const query = useQuery({
    queryKey: [path, 'webhooks'],
    queryFn: () => get<{ webhooks: Webhook[] }>(`${path}/webhooks`),
    refetchInterval: LIVE_MS,
  });
  return (
    <>
      <Title text={texts.webhooks.title} hint={texts.webhooks.hint}>
        <New onSecret={setSecret} />
      </Title>
      <Loaded query={query} heights={[160]}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty text={texts.webhooks.empty} />
          ) : (
            <Stack>
              {webhooks.map((webhook) => (
                <One key={webhook.id} webhook={webhook} onSecret={setSecret} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <SecretDialog title={texts.webhooks.secret} secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

function One({ webhook, onSecret }: { webhook: Webhook; onSecret: (secret: string) => void }) {
  const { path } = useOrganization();
  const base = `${path}/webhooks/${webhook.id}`;
  const [isOpen, { toggle }] = useDisclosure();
  const act = useAction((what: string) => post(`${base}/${what}`));
  const test = useAction(
    () => post<Delivery>(`${base}/test`),
    ({ status, error }) =>
      notifications.show({
        color: error === null ? 'green' : 'red',
        message: texts.webhooks.tested(error ?? String(status)),
      }),
  );
  return (
    <Card withBorder>
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600} component="h2">
              {webhook.label || webhook.url}
            </Text>
            <StatusBadge status={webhook.state} />
          </Group>
          <Text size="sm" className="code">
            {webhook.url} · {webhook.types}
          </Text>
          <Text size="sm" c="dimmed">
            {texts.webhooks.last}: <Time at={webhook.lastDelivered} /> {webhook.lastError}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="compact-sm" variant="light" loading={test.isPending} onClick={() => test.mutate(undefined)}>
            {texts.webhooks.test}
          </Button>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => act.mutate(webhook.state === 'disabled' ? 'enable' : 'disable')}
          >
            {webhook.state === 'disabled' ? texts.webhooks.enable : texts.webhooks.disable}
          </Button>
          <ConfirmButton
            label={texts.webhooks.rotate}
            text={texts.webhooks.rotateSure(webhook.url)}
            look={{ color: undefined }}
            onSure={async () => onSecret((await post<{ secret: string }>(`${base}/rotate-secret`)).secret)}
          />
          <ConfirmButton
            label={texts.common.delete}
            text={texts.webhooks.deleteSure(webhook.url)}
            onSure={() => remove(base)}
          />
          <Button size="compact-sm" variant="subtle" onClick={toggle} aria-expanded={isOpen}>
            {texts.webhooks.deliveries}
          </Button>
        </Group>
      </Group>
      {isOpen && <Deliveries base={base} />}
    </Card>
  );
}

function Deliveries({ base }: { base: string }) {
  const { pages, items } = usePages<Delivery>(`${base}/deliveries`, 'deliveries', {}, { by: 'before' });
  const replay = useAction((from: number) => post(`${base}/replay`, { from }));
  return (
    <Stack mt="md">
      <form onSubmit={(event) => replay.mutate(Number(fieldsOf(event)['from']))}>
        <Group align="end">
          <TextInput name="from" label={texts.webhooks.replay} inputMode="numeric" pattern="[0-9]+" required w={200} />
          <Button type="submit" variant="light" loading={replay.isPending}>
            {texts.common.again}
          </Button>
        </Group>
      </form>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.webhooks.noDeliveries}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.requests.time}</Table.Th>
              <Table.Th>{texts.audit.event}</Table.Th>
              <Table.Th>{texts.webhooks.attempt}</Table.Th>
              <Table.Th>{texts.webhooks.answer}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ id, time, sequence, attempt, status, durationMs, error }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Time at={time} />
                </Table.Td>
                <Table.Td>{sequence}</Table.Td>
                <Table.Td>{attempt}</Table.Td>
                <Table.Td>
                  {status} {error} ({texts.requests.took(durationMs)})
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Pages>
    </Stack>
  );
}

function New({ onSecret }: { onSecret: (secret: string) => void }) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.webhooks.new}
      send={({ types, ...fields }) => post<{ secret: string }>(`${path}/webhooks`, { ...fields, types: types || null })}
      onDone={({ secret }) => onSecret(secret)}
    >
      <TextInput name="url" type="url" label={texts.webhooks.url} required data-autofocus />
      <TextInput name="label" label={texts.common.label} maxLength={100} />
      <TextInput name="types" label={texts.webhooks.types} description={texts.webhooks.typesHint} />
    </FormDialog>
  );
}
