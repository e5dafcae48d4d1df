import { Badge, Code, Group, Select, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api.js';
import { texts } from '../messages/index.js';
import { DetailRow } from '../parts/detail-row.js';
import { Pages, usePages } from '../parts/pages.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useParameter } from '../parts/use-entry.js';
import { useOrganization } from '../session.js';
import type { ScimRequest } from '../types.js';

const QUIET_MS = 250;
const LIVE_MS = 2_000;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const STATUSES = [
  { value: '2xx', label: texts.requests.ok },
  { value: '4xx', label: texts.requests.refused },
  { value: '5xx', label: texts.requests.failed },
];

export default function Requests() {
  const { path } = useOrganization();
  const asked = useParameter('status');
  const [status, setStatus] = useState<string | null>(asked);
  const [method, setMethod] = useState<string | null>(null);
  const [start, setStart] = useState('');
  const [isLive, setLive] = useState(true);
  const [pathStart] = useDebouncedValue(start, QUIET_MS);
  const { pages, items } = usePages<ScimRequest>(
    `${path}/requests`,
    'requests',
    { status, method, path: pathStart },
    { by: 'before', refetchInterval: isLive && LIVE_MS },
  );
  const isOther = asked !== null && STATUSES.every(({ value }) => value !== asked);
  const statuses = isOther ? [{ value: asked, label: asked }, ...STATUSES] : STATUSES;
  return (
    <>
      <Title text={texts.requests.title} hint={texts.requests.hint}>
        <Switch
          label={texts.requests.live}
          checked={isLive}
          onChange={(event) => setLive(event.currentTarget.checked)}
        />
      </Title>
      <Group mb="md" align="end">
        <Select
          label={texts.requests.status}
          placeholder={texts.common.all}
          data={statuses}
          value={status}
          onChange={setStatus}
          clearable
        />
        <Select
          label={texts.requests.method}
          placeholder={texts.common.all}
          data={METHODS}
          value={method}
          onChange={setMethod}
          clearable
        />
        <TextInput
          label={texts.requests.path}
          placeholder="/Users"
          value={start}
          onChange={(event) => setStart(event.currentTarget.value)}
          flex="1 1 200px"
        />
      </Group>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.requests.empty}>
        <Table.ScrollContainer minWidth={700}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th aria-label={texts.common.details} />
                <Table.Th>{texts.requests.time}</Table.Th>
                <Table.Th>{texts.requests.what}</Table.Th>
                <Table.Th>{texts.requests.status}</Table.Th>
                <Table.Th>{texts.requests.reason}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((request) => (
                <DetailRow
                  key={request.id}
                  cells={[
                    <Time key="time" at={request.time} />,
                    <Text key="what" size="sm" className="code">
                      {request.method} {request.path}
                    </Text>,
                    <Answer key="answer" status={request.status} />,
                    <Text key="reason" size="sm">
                      {request.detail ?? warningOf(request) ?? ignoredBy(request)}
                    </Text>,
                  ]}
                >
                  <Details request={request} />
                </DetailRow>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
    </>
  );
}

function Answer({ status }: { status: number }) {
  const color = status < 400 ? 'green' : status < 500 ? 'yellow' : 'red';
  return (
    <Badge variant="outline" color={color} autoContrast c="inherit">
      {status}
    </Badge>
  );
}

function Details({ request }: { request: ScimRequest }) {
  const { path, details } = useOrganization();
  const { data } = useQuery({
    queryKey: [path, 'requests', request.id],
    queryFn: () => get<{ body: unknown }>(`${path}/requests/${request.id}`),
  });
  const facts = [
    [texts.requests.warning, warningOf(request)],
    [texts.requests.ignored, request.ignored?.join(', ')],
    [texts.requests.key, request.keyId],
    [texts.requests.client, `${request.client} (${request.address})`],
    ['scimType', request.scimType],
    ['filter', request.filter],
    ['X-Request-Id', request.requestId],
    [texts.requests.time, `${request.time}, ${texts.requests.took(request.duration)}`],
  ].filter(([, value]) => value);
  return (
    <Stack gap="xs" p="sm">
      {facts.map(([name, value]) => (
        <Text key={name} size="sm">
          <b>{name}:</b> <span className="code">{value}</span>
        </Text>
      ))}
      <Text size="sm" fw={600}>
        {texts.requests.curl}
      </Text>
      <Code block tabIndex={0}>
        {curlOf(request, details.data?.scimUrl ?? '', data?.body)}
      </Code>
    </Stack>
  );
}

function warningOf({ warning }: ScimRequest): string | null {
  return warning && texts.requests.warnings[warning];
}

function ignoredBy({ ignored }: ScimRequest): string | null {
  return ignored ? texts.requests.without(ignored.join(', ')) : null;
}

function curlOf({ method, path }: ScimRequest, url: string, body: unknown): string {
  const lines = [
    `curl -X ${method} '${url}${path}'`,
    `  -H 'Authorization: Bearer $KEY'`,
    ...(body
      ? [`  -H 'Content-Type: application/scim+json'`, `  -d '${JSON.stringify(body).replaceAll("'", `'\\''`)}'`]
      : []),
  ];
  return lines.join(' \\\n');
}
