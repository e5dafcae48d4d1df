import { Button, Card, Checkbox, Group, List, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { patch } from '../api.js';
import { texts } from '../messages/index.js';
import { ConfirmDialog, type Question } from '../parts/confirm-dialog.js';
import { HeldRemovals } from '../parts/held-removals.js';
import { Loaded } from '../parts/loaded.js';
import { Losses, lossesIn } from '../parts/settings-losses.js';
import { SettingsTabs } from '../parts/settings-tabs.js';
import { Title } from '../parts/title.js';
import { useAction } from '../parts/use-action.js';
import { fieldsOf } from '../parts/use-entry.js';
import { useOrganization } from '../session.js';
import type { OrganizationDetails, Settings } from '../types.js';

export default function SettingsPage() {
  const { details } = useOrganization();
  return (
    <>
      <SettingsTabs />
      <Title text={texts.settings.title} />
      <Stack gap="lg">
        <Loaded query={details} heights={[126, 530, 330, 130, 320, 36]}>
          {(organization) => <Form organization={organization} />}
        </Loaded>
        <HeldRemovals />
      </Stack>
    </>
  );
}

function Form({ organization: { name, settings, mailRecipients } }: { organization: OrganizationDetails }) {
  const { path } = useOrganization();
  const change = (body: object) => patch<OrganizationDetails>(path, body);
  const hasSaved = () => notifications.show({ color: 'green', message: texts.common.saved });
  const save = useAction(change, hasSaved);
  const [question, setQuestion] = useState<Question>();
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    const body = changeIn(fieldsOf(event));
    const losses = lossesIn(settings, body.settings);
    if (losses.length === 0) return save.mutate(body);
    setQuestion({
      title: texts.settings.losses.title,
      action: texts.common.save,
      text: <Losses losses={losses} />,
      onSure: () => change(body).then(hasSaved),
    });
  };
  return (
    <form onSubmit={submit}>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
      <Stack gap="lg">
        <Part title={texts.settings.organization}>
          <TextInput name="name" label={texts.settings.name} defaultValue={name} required maxLength={200} />
        </Part>
        <Part title={texts.settings.invitations}>
          <Checkbox name="invitesLater" label={texts.settings.invitesLater} defaultChecked={settings.invitesLater} />
          <Count name="invitationDays" label={texts.settings.invitationDays} settings={settings} max={90} required />
          <Choice
            name="addressChanges"
            label={texts.settings.addresses}
            settings={settings}
            choices={{ follow: texts.settings.follow, refuse: texts.settings.refuse }}
          />
          <Choice
            name="adoption"
            label={texts.adoptions.setting}
            description={texts.adoptions.settingHint}
            settings={settings}
            choices={texts.adoptions.choices}
          />
          <Count name="seatLimit" label={texts.settings.seatLimit} settings={settings} max={10_000_000} />
          <TextInput
            name="allowedDomains"
            label={texts.settings.allowedDomains}
            defaultValue={settings.allowedDomains?.join(', ')}
          />
        </Part>
        <Part title={texts.settings.breaker} hint={texts.settings.breakerHint}>
          <Choice
            name="breakerMode"
            label={texts.settings.breaker}
            settings={settings}
            choices={{ off: texts.settings.off, alert: texts.settings.alert, hold: texts.settings.hold }}
          />
          <Group grow align="end">
            <Count name="breakerPeople" label={texts.settings.breakerPeople} settings={settings} max={10_000_000} />
            <Count name="breakerPercent" label={texts.settings.breakerPercent} settings={settings} max={100} />
          </Group>
          <Count
            name="breakerMinutes"
            label={texts.settings.breakerMinutes}
            settings={settings}
            max={10_080}
            required
          />
        </Part>
        <Part title={texts.settings.mails} hint={texts.settings.mailsHint}>
          {mailRecipients.length === 0 ? (
            <Text size="sm">{texts.settings.noMails}</Text>
          ) : (
            <List size="sm">
              {mailRecipients.map((recipient) => (
                <List.Item key={recipient.address} className="anywhere">
                  {recipient.name} ({recipient.address}) · {texts.settings.recipients[recipient.kind]}
                </List.Item>
              ))}
            </List>
          )}
        </Part>
        <Part title={texts.settings.logs}>
          <Count name="requestLogDays" label={texts.settings.requestLogDays} settings={settings} max={3_650} required />
          <Count
            name="requestLogRows"
            label={texts.settings.requestLogRows}
            settings={settings}
            min={0}
            max={10_000_000}
            required
          />
          <Checkbox name="requestBodies" label={texts.settings.requestBodies} defaultChecked={settings.requestBodies} />
          <Count name="auditRetentionDays" label={texts.settings.auditDays} settings={settings} max={36_500} />
        </Part>
        <Group justify="end">
          <Button type="submit" loading={save.isPending}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <Card withBorder>
      <Text fw={600} component="h2">
        {title}
      </Text>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      <Stack mt="sm">{children}</Stack>
    </Card>
  );
}

type CountName = { [Name in keyof Settings]: Settings[Name] extends number | null ? Name : never }[keyof Settings];
type ChoiceName = 'addressChanges' | 'adoption' | 'breakerMode';

interface CountProps {
  name: CountName;
  label: string;
  settings: Settings;
  min?: number;
  max: number;
  required?: boolean;
}

function Count({ name, settings, min = 1, ...props }: CountProps) {
  return <NumberInput {...props} name={name} min={min} defaultValue={settings[name] ?? ''} hideControls />;
}

function Choice({
  name,
  label,
  description,
  settings,
  choices,
}: {
  name: ChoiceName;
  label: string;
  description?: string;
  settings: Settings;
  choices: Readonly<Record<string, string>>;
}) {
  const data = Object.entries(choices).map(([value, text]) => ({ value, label: text }));
  return (
    <Select
      name={name}
      label={label}
      description={description}
      data={data}
      defaultValue={settings[name]}
      allowDeselect={false}
    />
  );
}

/** What the fields of the form say. */
function changeIn({ name, allowedDomains = '', ...fields }: Record<string, string>) {
  const number = (field: CountName) => (fields[field] ? Number(fields[field]) : null);
  const domains = allowedDomains
    .split(',')
    .map((domain) => domain.trim())
    .filter(Boolean);
  return {
    name,
    settings: {
      invitesLater: fields['invitesLater'] === 'on',
      invitationDays: number('invitationDays'),
      addressChanges: fields['addressChanges'],
      adoption: fields['adoption'],
      seatLimit: number('seatLimit'),
      allowedDomains: domains.length > 0 ? domains : null,
      breakerMode: fields['breakerMode'],
      breakerPeople: number('breakerPeople'),
      breakerPercent: number('breakerPercent'),
      breakerMinutes: number('breakerMinutes'),
      requestLogDays: number('requestLogDays'),
      requestLogRows: Number(fields['requestLogRows']),
      requestBodies: fields['requestBodies'] === 'on',
      auditRetentionDays: number('auditRetentionDays'),
    },
  };
}
