import { Group, List, Radio, Text } from '@mantine/core';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import { FormDialog } from './form-dialog.js';

/** Days for which the old key can work beside the new one. */
const OVERLAPS = [1, 7, 14, 30] as const;

/** Lets a key end when its successor has had time to take over. */
export function Retire({ id }: { id: string }) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.retire.open}
      submit={texts.retire.submit}
      look={{ size: 'compact-sm', variant: 'light' }}
      send={({ inDays }) => post(`${path}/keys/${id}/retire`, { inDays: Number(inDays) })}
    >
      <Radio.Group name="inDays" label={texts.retire.overlap} description={texts.retire.overlapHint} defaultValue="7">
        <Group mt="xs">
          {OVERLAPS.map((days) => (
            <Radio key={days} value={String(days)} label={texts.retire.days(days)} />
          ))}
        </Group>
      </Radio.Group>
      <div>
        <Text size="sm" fw={500} mb={4}>
          {texts.retire.next}
        </Text>
        <List type="ordered" size="sm" spacing={4} pr="md">
          {texts.retire.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </div>
    </FormDialog>
  );
}
