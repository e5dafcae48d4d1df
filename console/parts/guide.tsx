import { Card, List, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../messages/index.js';
import { CopyField } from './copy-field.js';
import { type Form, FormPicture } from './form-picture.js';

const KEY = 'muster_scim_••••••••••••';

/** The forms of each identity provider, with its own words. */
const FORMS = {
  oktaOwn: (url: string): Form[] => [
    {
      lines: [
        { field: 'SCIM connector base URL', value: url, number: 1 },
        { field: 'Unique identifier field for users', value: 'userName' },
        { check: 'Push New Users' },
        { check: 'Push Profile Updates' },
        { check: 'Push Groups' },
        { field: 'Authentication Mode', value: 'HTTP Header' },
        { field: 'Authorization: Bearer', value: KEY, number: 2 },
      ],
      buttons: ['Test Connector Configuration', 'Save'],
    },
    {
      lines: [{ check: 'Create Users' }, { check: 'Update User Attributes' }, { check: 'Deactivate Users' }],
      buttons: ['Save'],
    },
  ],
  okta: (url: string): Form[] => [
    {
      lines: [
        { check: 'Enable API integration' },
        { field: 'Base URL', value: url, number: 1 },
        { field: 'API Token', value: KEY, number: 2 },
      ],
      buttons: ['Test API Credentials', 'Save'],
    },
    {
      lines: [{ check: 'Create Users' }, { check: 'Update User Attributes' }, { check: 'Deactivate Users' }],
      buttons: ['Save'],
    },
  ],
  entra: (url: string): Form[] => [
    {
      lines: [
        { field: 'Provisioning Mode', value: 'Automatic' },
        { field: 'Tenant URL', value: url, number: 1 },
        { field: 'Secret Token', value: KEY, number: 2 },
      ],
      buttons: ['Test Connection', 'Save'],
    },
  ],
};

type Provider = keyof typeof FORMS;

const PROVIDERS: readonly Provider[] = ['oktaOwn', 'okta', 'entra'];

/** What to enter where, in the identity provider that is chosen. */
export function Guide({ url }: { url: string }) {
  const [provider, setProvider] = useState<Provider>('oktaOwn');
  const { steps } = texts.guide[provider];
  return (
    <Card withBorder>
      <Stack>
        <Text fw={600} component="h2">
          {texts.guide.title}
        </Text>
        <SegmentedControl
          aria-label={texts.guide.provider}
          value={provider}
          onChange={setProvider}
          data={PROVIDERS.map((value) => ({ value, label: texts.guide[value].name }))}
          className="choice"
        />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <Stack>
            <List type="ordered" spacing={8} size="sm" pr="md">
              {steps.map((step) => (
                <List.Item key={step}>{step}</List.Item>
              ))}
            </List>
            <CopyField label={texts.guide.url} value={url} />
            <Text size="sm">{texts.guide.key}</Text>
          </Stack>
          <Stack>
            {FORMS[provider](url).map((form, index) => (
              <FormPicture key={index} form={form} label={texts.guide.picture(texts.guide[provider].name, index + 1)} />
            ))}
          </Stack>
        </SimpleGrid>
      </Stack>
    </Card>
  );
}
