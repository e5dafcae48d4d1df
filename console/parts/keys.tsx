import { Alert, Card, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { Key } from '../types.js';
import { ConfirmButton } from './confirm-dialog.js';
import { ExpiringKeys } from './expiring-keys.js';
import { KeyList } from './key-list.js';
import { NewScimKey } from './new-key.js';
import { Retire } from './retire.js';
import { SecretDialog } from './secret-dialog.js';
import { ago } from './time.js';

/** Keys of identity providers: made, rotated with overlap, revoked. */
export function Keys({ keys }: { keys: readonly Key[] }) {
  const { path } = useOrganization();
  const [made, setMade] = useState<string>();
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">
          {texts.scim.keys}
        </Text>
        <NewScimKey onMade={setMade} />
      </Group>
      <ExpiringKeys keys={keys} />
      <Overlap keys={keys} />
      <KeyList
        keys={keys}
        empty={texts.scim.noKeys}
        endOf={({ retires, expires }) => retires ?? expires}
        markOf={({ profile }) => profile}
        userOf={({ lastUsedFrom, lastUsedBy }) => lastUsedFrom && texts.scim.usedBy(lastUsedFrom, lastUsedBy ?? '')}
        actionsOf={({ id, label, state }) => (
          <>
            {state === 'live' && <Retire id={id} />}
            <ConfirmButton
              label={texts.scim.revoke}
              text={texts.scim.revokeSure(label || id)}
              onSure={() => post(`${path}/keys/${id}/revoke`)}
            />
          </>
        )}
      />
      <SecretDialog title={texts.scim.keyTitle} secret={made} onClose={() => setMade(undefined)} />
    </Card>
  );
}

/** Is the old key still used? */
function Overlap({ keys }: { keys: readonly Key[] }) {
  const newest = keys
    .filter(({ state }) => state === 'live')
    .toSorted((left, right) => right.created.localeCompare(left.created))[0];
  if (!newest) return null;
  return keys
    .filter(({ state }) => state === 'retiring')
    .map(({ id, label, lastUsed }) =>
      lastUsed !== null && lastUsed > newest.created ? (
        <Alert key={id} color="yellow" mb="sm">
          {texts.scim.stillUsed(label || id, ago(lastUsed))}
        </Alert>
      ) : (
        <Alert key={id} color="green" mb="sm">
          {texts.scim.notUsed(label || id)}
        </Alert>
      ),
    );
}
