import { Badge, Button, Card, Code, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../messages/index.js';

/** What Muster itself says of a resource; all else is sent by whoever provisions. */
const OWN = new Set(['id', 'groups']);
/** What says nothing of the person. */
const HIDDEN = new Set(['schemas', 'meta']);

interface Row {
  readonly name: string;
  /** Of the extension that defines it. */
  readonly urn?: string;
  readonly value: unknown;
}

/** The attributes of a resource, and whose each is. @param isProvisioned whether an identity provider has sent it */
export function Attributes({ resource, isProvisioned }: { resource: object; isProvisioned: boolean }) {
  const [isRaw, { toggle }] = useDisclosure();
  return (
    <Card withBorder>
      <Text fw={600} component="h2">
        {texts.people.attributes}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {isProvisioned ? texts.people.attributesHint : texts.people.notProvisioned}
      </Text>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.people.attribute}</Table.Th>
              <Table.Th>{texts.people.value}</Table.Th>
              <Table.Th>{texts.people.owner}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attributesOf(resource).map(({ name, urn, value }) => (
              <Table.Tr key={`${urn} ${name}`}>
                <Table.Td>
                  {name}
                  <Text size="xs" c="dimmed" className="code">
                    {urn}
                  </Text>
                </Table.Td>
                <Table.Td className="anywhere">
                  {linesOf(value).map((line, index) => (
                    <div key={index}>{line}</div>
                  ))}
                </Table.Td>
                <Table.Td>
                  <Badge variant="default" tt="none" fw={500} miw="max-content">
                    {isProvisioned && !OWN.has(name) ? texts.people.provider : 'Muster'}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Button variant="default" size="compact-sm" my="sm" w="fit-content" onClick={toggle} aria-expanded={isRaw}>
        {texts.people.asScim}
      </Button>
      {isRaw && (
        <Code block tabIndex={0}>
          {JSON.stringify(resource, null, 2)}
        </Code>
      )}
    </Card>
  );
}

function attributesOf(resource: object): Row[] {
  return Object.entries(resource)
    .filter(([name]) => !HIDDEN.has(name))
    .flatMap(([name, value]: [string, unknown]) => {
      if (!name.startsWith('urn:') || typeof value !== 'object' || value === null) return [{ name, value }];
      return Object.entries(value).map(([part, inner]: [string, unknown]) => ({ name: part, urn: name, value: inner }));
    });
}

/** A value as people read it: one line for each of several. */
function linesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(lineOf) : [lineOf(value)];
}

function lineOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([name]) => name !== '$ref')
    .map(([name, inner]: [string, unknown]) => `${name}: ${lineOf(inner)}`)
    .join(', ');
}
