import { NumberInput, Select, TextInput } from '@mantine/core';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import { FormDialog } from './form-dialog.js';

interface Props {
  kind: 'keys' | 'application-keys';
  placeholder: string;
  onMade: (key: string) => void;
  children?: React.ReactNode;
}

function NewKey({ kind, placeholder, onMade, children }: Props) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.scim.newKey}
      send={({ days, ...fields }) =>
        post<{ key: string }>(`${path}/${kind}`, { ...fields, expiresInDays: Number(days) })
      }
      onDone={({ key }) => onMade(key)}
    >
      <TextInput name="label" label={texts.common.label} placeholder={placeholder} maxLength={100} data-autofocus />
      {children}
      <NumberInput name="days" label={texts.scim.days} defaultValue={365} min={1} max={3650} required />
    </FormDialog>
  );
}

/** Makes a key for an identity provider. */
export function NewScimKey({ onMade }: Pick<Props, 'onMade'>) {
  return (
    <NewKey kind="keys" placeholder="Okta" onMade={onMade}>
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
    </NewKey>
  );
}

/** Makes a key for an application that reads events. */
export function NewApplicationKey({ onMade }: Pick<Props, 'onMade'>) {
  return <NewKey kind="application-keys" placeholder={texts.applicationKeys.example} onMade={onMade} />;
}
