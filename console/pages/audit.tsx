import { Alert, Anchor, Button, Code, Group, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { fileUrl, post, query } from '../api.js';
import { texts } from '../messages/index.js';
import { DetailRow } from '../parts/detail-row.js';
import { Pages, usePages } from '../parts/pages.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { useOrganization } from '../session.js';
import type { AuditEvent } from '../types.js';

const QUIET_MS = 400;

interface Verification {
  readonly ok: boolean;
  readonly events: number;
  /** Where the next part begins. */
  readonly next: string | null;
  readonly sequence?: number;
  readonly fault?: string;
}

export default function Audit() {
  const { path } = useOrganization();
  const [typeText, setType] = useState('');
  const [resourceText, setResource] = useState('');
  const [type] = useDebouncedValue(typeText.trim(), QUIET_MS);
  const [resource] = useDebouncedValue(resourceText.trim(), QUIET_MS);
  const { pages, items } = usePages<AuditEvent>(`${path}/audit`, 'events', { type, resource }, { by: 'before' });
  const file = (format: string) => fileUrl(`${path}/audit/export${query({ format, type, resource })}`);
  return (
    <>
      <Title text={texts.audit.title} hint={texts.audit.hint}>
        <Button component="a" href={file('ndjson')} variant="light" size="compact-sm" download>
          NDJSON
        </Button>
        <Button component="a" href={file('csv')} variant="light" size="compact-sm" download>
          CSV
        </Button>
        <Verify />
      </Title>
      <Group mb="md">
        <TextInput
          label={texts.audit.type}
          placeholder="user.*"
          value={typeText}
          onChange={(event) => setType(event.currentTarget.value)}
        />
        <TextInput
          label={texts.audit.resource}
          value={resourceText}
          onChange={(event) => setResource(event.currentTarget.value)}
          flex="1 1 240px"
        />
      </Group>
      <Pages pages={pages} isEmpty={items.length === 0} empty={texts.audit.empty}>
        <Table.ScrollContainer minWidth={640}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th aria-label={texts.common.details} />
                <Table.Th>#</Table.Th>
                <Table.Th>{texts.requests.time}</Table.Th>
                <Table.Th>{texts.audit.event}</Table.Th>
                <Table.Th>{texts.audit.actor}</Table.Th>
                <Table.Th>{texts.audit.about}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((event) => (
                <DetailRow
                  key={event.sequence}
                  cells={[
                    event.sequence,
                    <Time key="time" at={event.time} />,
                    event.type,
                    actorOf(event.actor),
                    <About key="about" event={event} />,
                  ]}
                >
                  <Code block tabIndex={0}>
                    {JSON.stringify(event, null, 2)}
                  </Code>
                </DetailRow>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Pages>
    </>
  );
}

function actorOf({ kind, label }: AuditEvent['actor']): string {
  const kinds: Readonly<Record<string, string>> = texts.audit.kinds;
  return [kinds[kind] ?? kind, label].filter(Boolean).join(' · ');
}

function About({ event: { resourceType, resourceId } }: { event: AuditEvent }) {
  const { id } = useOrganization();
  const page = { User: 'people', Group: 'groups' }[resourceType];
  return (
    <>
      {resourceType}{' '}
      <Text span size="xs" className="code">
        {page ? <Anchor href={`#/o/${id}/${page}/${resourceId}`}>{resourceId}</Anchor> : resourceId}
      </Text>
    </>
  );
}

function Verify() {
  const { path } = useOrganization();
  const verify = useAction(() => verified(path));
  const { data } = verify;
  return (
    <>
      <Button size="compact-sm" loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
        {texts.audit.verify}
      </Button>
      {data && (
        <Alert color={data.ok ? 'green' : 'red'} role="status" p="xs">
          {data.ok ? texts.audit.intact(data.events) : texts.audit.broken(data.sequence ?? 0, data.fault ?? '')}
        </Alert>
      )}
    </>
  );
}

/** The whole chain, part after part. */
async function verified(path: string): Promise<Verification> {
  let events = 0;
  for (let after: string | null = null; ;) {
    const part: Verification = await post(`${path}/audit/verify`, after === null ? {} : { after });
    events += part.events;
    if (part.next === null) return { ...part, events };
    after = part.next;
  }
}
