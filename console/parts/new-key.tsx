import { NumberInput, Select, TextInput } from '@mantine/core';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import { FormDialog } from './form-dialog.js';

/** Makes a key for an identity provider. */
export function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.scim.newKey}
      send={({ days, ...fields }) => post<{ key: string }>(`${path}/keys`, { ...fields, expiresInDays: Number(days) })}
      onDone={({ key }) => onMade(key)}
    >
      <TextInput name="label" label={texts.common.label} placeholder="Okta" maxLength={100} data-autofocus />
      <Select
        name="profile"
        label={texts.scim.profile}
        defaultValue="compat"
        allowDeselect={false}
        data={[
          { value: 'compat', label: texts.scim.compat },
          { value: 'strict', label: texts.scim.strict },
        ]}
      />
      <NumberInput name="days" label={texts.scim.days} defaultValue={365} min={1} max={3650} required />
    </FormDialog>
  );
}
