import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, patch } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { IgnoredName, Key } from '../types.js';
import { DefineExtension } from './new-extension.js';
import { ago } from './time.js';
import { useAction } from './use-action.js';

/** What identity providers send and no schema defines, until an admin has defined or hidden it. */
export function Ignored({ keys }: { keys: readonly Key[] }) {
  const { path } = useOrganization();
  const { data } = useQuery({
    queryKey: [path, 'ignored'],
    queryFn: () => get<{ ignored: IgnoredName[] }>(`${path}/ignored`),
  });
  const shown = data?.ignored.filter(({ hidden }) => !hidden) ?? [];
  if (shown.length === 0) return null;
  return (
    <Alert color="yellow" title={texts.ignored.title} role="region" aria-label={texts.ignored.title}>
      <Text size="sm">{texts.ignored.hint}</Text>
      {shown.map((name) => (
        <One key={`${name.resourceType} ${name.name}`} ignored={name} keys={keys} />
      ))}
    </Alert>
  );
}

function One({ ignored, keys }: { ignored: IgnoredName; keys: readonly Key[] }) {
  const { path } = useOrganization();
  const { resourceType, name, since, last, requests, keyId, definable } = ignored;
  const hide = useAction(() => patch(`${path}/ignored`, { resourceType, name, hidden: true }));
  const label = keys.find(({ id }) => id === keyId)?.label || keyId;
  const holders = texts.ignored.of[resourceType] ?? resourceType;
  return (
    <Group justify="space-between" mt="sm">
      <div>
        <Text size="sm">
          <span className="code">{name}</span> ({holders})
        </Text>
        <Text size="xs">{texts.ignored.seen(label, requests, ago(since), ago(last))}</Text>
      </div>
      <Group gap="xs">
        {definable && <DefineExtension resourceType={resourceType} name={name} />}
        <Button
          size="xs"
          variant="subtle"
          loading={hide.isPending}
          onClick={() => hide.mutate(undefined)}
          aria-label={texts.ignored.hideNamed(name)}
        >
          {texts.ignored.hide}
        </Button>
      </Group>
    </Group>
  );
}
