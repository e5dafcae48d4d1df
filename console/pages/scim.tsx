import { Alert, Button, Card, Group, Loader, Stack, Switch, Text } from '@mantine/core';
import { IconCheck, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, patch, post } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmDialog, type Question } from '../parts/confirm-dialog.js';
import { CopyField } from '../parts/copy-field.js';
import { Guide } from '../parts/guide.js';
import { Ignored } from '../parts/ignored.js';
import { isCurrent } from '../parts/key-list.js';
import { Keys } from '../parts/keys.js';
import { Loaded } from '../parts/loaded.js';
import { ago } from '../parts/time.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { Waiting } from '../parts/waiting.js';
import { useOrganization } from '../session.js';
import type { Key, OrganizationDetails, TestStep } from '../types.js';

const LIVE_MS = 3_000;

const HEIGHTS = [190, 220, 640, 104];

export default function Scim() {
  const { path, details } = useOrganization();
  const keys = useQuery({
    queryKey: [path, 'keys'],
    queryFn: () => get<{ keys: Key[] }>(`${path}/keys`),
    refetchInterval: LIVE_MS,
  });
  return (
    <>
      <Title text={texts.scim.title} />
      <Loaded query={keys} heights={HEIGHTS}>
        {({ keys: list }) =>
          details.data ? <Provisioning organization={details.data} keys={list} /> : <Waiting heights={HEIGHTS} />
        }
      </Loaded>
    </>
  );
}

interface Props {
  organization: OrganizationDetails;
  keys: readonly Key[];
}

function Provisioning({ organization: { scimEnabled, scimUrl }, keys }: Props) {
  const { path } = useOrganization();
  const change = (isEnabled: boolean) => patch<OrganizationDetails>(path, { scimEnabled: isEnabled });
  const set = useAction(change);
  const [question, setQuestion] = useState<Question>();
  const disable = () =>
    setQuestion({
      title: texts.scim.disable,
      action: texts.scim.disable,
      text: texts.scim.disableSure,
      names: keys.filter(isCurrent).map(({ id, label }) => label || id),
      onSure: () => change(false),
    });
  return (
    <Stack gap="lg">
      <Card withBorder>
        <Stack>
          <Switch
            checked={scimEnabled}
            onChange={(event) => (event.currentTarget.checked ? set.mutate(true) : disable())}
            disabled={set.isPending}
            label={texts.scim.enable}
            description={texts.scim.enableHint}
            size="md"
          />
          <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
          {scimEnabled && <CopyField label={texts.scim.url} value={scimUrl} />}
          {scimEnabled && <Connection keys={keys} />}
        </Stack>
      </Card>
      {scimEnabled && (
        <>
          <Ignored keys={keys} />
          <Keys keys={keys} />
          <Guide url={scimUrl} />
          <ConnectionTest />
        </>
      )}
    </Stack>
  );
}

/** Whether something has come from the identity provider. */
function Connection({ keys }: { keys: readonly Key[] }) {
  const used = keys
    .filter(({ lastUsed, state }) => lastUsed !== null && (state === 'live' || state === 'retiring'))
    .toSorted((left, right) => right.lastUsed!.localeCompare(left.lastUsed!))[0];
  if (keys.length === 0) return null;
  return (
    <Group gap="xs" role="status">
      {used ? (
        <>
          <IconCircleCheck color="var(--mantine-color-green-6)" aria-hidden />
          <Text size="sm">{texts.scim.arrived(used.lastUsedBy ?? '', ago(used.lastUsed!))}</Text>
        </>
      ) : (
        <>
          <Loader size="xs" type="dots" aria-hidden />
          <Text size="sm" className="pulse">
            {texts.scim.waiting}
          </Text>
        </>
      )}
    </Group>
  );
}

function ConnectionTest() {
  const { path } = useOrganization();
  const test = useAction(() => post<{ ok: boolean; steps: TestStep[] }>(`${path}/connection-test`));
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Text fw={600} component="h2">
          {texts.scim.test}
        </Text>
        <Button variant="light" loading={test.isPending} onClick={() => test.mutate(undefined)}>
          {texts.scim.test}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {texts.scim.testHint}
      </Text>
      {test.data && (
        <Stack gap="xs" mt="md" role="status">
          {test.data.steps.map(({ name, url, status, durationMs, ok, explanation }) => (
            <Group key={name} align="start" gap="xs" wrap="nowrap">
              {ok ? (
                <IconCheck className="fixed" color="var(--mantine-color-green-6)" aria-label="ok" />
              ) : (
                <IconX className="fixed" color="var(--mantine-color-red-6)" aria-label={texts.problems.title} />
              )}
              <div>
                <Text size="sm">
                  {name} ({status ?? '–'}, {texts.requests.took(durationMs)})
                </Text>
                <Text size="xs" c="dimmed" className="code">
                  GET {url}
                </Text>
                {explanation && <Alert color="red">{explanation}</Alert>}
              </div>
            </Group>
          ))}
          {test.data.ok && <Alert color="green">{texts.scim.testOk}</Alert>}
        </Stack>
      )}
    </Card>
  );
}
