import { Card, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fileUrl, get, post } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmButton } from '../parts/confirm-dialog.js';
import { CopyField } from '../parts/copy-field.js';
import { ExpiringKeys } from '../parts/expiring-keys.js';
import { KeyList } from '../parts/key-list.js';
import { Loaded } from '../parts/loaded.js';
import { NewApplicationKey } from '../parts/new-key.js';
import { SecretDialog } from '../parts/secret-dialog.js';
import { SettingsTabs } from '../parts/settings-tabs.js';
import { Title } from '../parts/title.js';
import { useOrganization } from '../session.js';
import type { ApplicationKey } from '../types.js';

export default function ApplicationKeys() {
  const { path } = useOrganization();
  const [made, setMade] = useState<string>();
  const query = useQuery({
    queryKey: [path, 'application-keys'],
    queryFn: () => get<{ keys: ApplicationKey[] }>(`${path}/application-keys`),
  });
  return (
    <>
      <SettingsTabs />
      <Title text={texts.applicationKeys.title} hint={texts.applicationKeys.hint}>
        <NewApplicationKey onMade={setMade} />
      </Title>
      <Stack gap="lg">
        <Card withBorder>
          <CopyField
            label={texts.applicationKeys.url}
            value={fileUrl(`${path}/events`)}
            hint={texts.applicationKeys.urlHint}
          />
        </Card>
        <Card withBorder>
          <Loaded query={query} heights={[160]}>
            {({ keys }) => (
              <>
                <ExpiringKeys keys={keys} />
                <KeyList
                  keys={keys}
                  empty={texts.applicationKeys.empty}
                  endOf={({ expires }) => expires}
                  actionsOf={({ id, label }) => (
                    <ConfirmButton
                      label={texts.scim.revoke}
                      text={texts.applicationKeys.revokeSure(label || id)}
                      onSure={() => post(`${path}/application-keys/${id}/revoke`)}
                    />
                  )}
                />
              </>
            )}
          </Loaded>
        </Card>
      </Stack>
      <SecretDialog title={texts.scim.keyTitle} secret={made} onClose={() => setMade(undefined)} />
    </>
  );
}
