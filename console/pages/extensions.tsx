import { Card, Code, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, remove } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { DetailRow } from '../parts/detail-row.js';
import { Empty } from '../parts/empty.js';
import { Loaded } from '../parts/loaded.js';
import { NewExtension } from '../parts/new-extension.js';
import { SettingsTabs } from '../parts/settings-tabs.js';
import { Time } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { Extension, ExtensionAttribute } from '../types.js';

/** Attributes that are shown before somebody asks for all. */
const MAX_LISTED = 8;

export default function Extensions() {
  const { path } = useOrganization();
  const query = useQuery({
    queryKey: [path, 'extensions'],
    queryFn: () => get<{ extensions: Extension[] }>(`${path}/extensions`),
  });
  return (
    <>
      <SettingsTabs />
      <Title text={texts.extensions.title} hint={texts.extensions.hint}>
        <NewExtension />
      </Title>
      <Card withBorder>
        <Loaded query={query} heights={[160]}>
          {({ extensions }) =>
            extensions.length === 0 ? <Empty text={texts.extensions.empty} /> : <Listed extensions={extensions} />
          }
        </Loaded>
      </Card>
    </>
  );
}

function Listed({ extensions }: { extensions: readonly Extension[] }) {
  const { path } = useOrganization();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label={texts.common.details} />
            <Table.Th>URN</Table.Th>
            <Table.Th>{texts.extensions.type}</Table.Th>
            <Table.Th>{texts.people.attributes}</Table.Th>
            <Table.Th>{texts.common.created}</Table.Th>
            <Table.Th>{texts.common.actions}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {extensions.map(({ id, name, resourceType, attributes, created }) => (
            <DetailRow
              key={id}
              cells={[
                <div key="urn">
                  {name}
                  <Text size="xs" c="dimmed" className="code">
                    {id}
                  </Text>
                </div>,
                texts.extensions[resourceType],
                <Attributes key="attributes" attributes={attributes} />,
                <Time key="created" at={created} />,
                <ConfirmButton
                  key="remove"
                  label={texts.common.delete}
                  text={texts.extensions.sure(id, texts.extensions.holders[resourceType])}
                  onSure={() => remove(`${path}/extensions/${encodeURIComponent(id)}`)}
                />,
              ]}
            >
              <Code block tabIndex={0}>
                {JSON.stringify({ id, name, attributes }, null, 2)}
              </Code>
            </DetailRow>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Attributes({ attributes }: { attributes: readonly ExtensionAttribute[] }) {
  return (
    <>
      {attributes.slice(0, MAX_LISTED).map((attribute) => (
        <Text key={attribute.name} size="sm">
          {attribute.name}{' '}
          <Text span size="xs" c="dimmed">
            {kindOf(attribute)}
          </Text>
        </Text>
      ))}
      {attributes.length > MAX_LISTED && (
        <Text size="sm" c="dimmed">
          {texts.extensions.others(attributes.length - MAX_LISTED)}
        </Text>
      )}
    </>
  );
}

function kindOf({ type = 'string', multiValued, required, subAttributes }: ExtensionAttribute): string {
  const parts = subAttributes?.map(({ name }) => name).join(', ');
  return [
    parts ? `${type} (${parts})` : type,
    multiValued && texts.extensions.several,
    required && texts.extensions.required,
  ]
    .filter(Boolean)
    .join(', ');
}
