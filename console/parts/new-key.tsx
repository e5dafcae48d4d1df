import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import { useAction } from './use-action.js';
import { fieldsOf } from './use-entry.js';

/** Makes a key for an identity provider. */
export function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const { path } = useOrganization();
  const [isOpen, { open, close }] = useDisclosure();
  const create = useAction(
    ({ days, ...fields }: Record<string, string>) =>
      post<{ key: string }>(`${path}/keys`, { ...fields, expiresInDays: Number(days) }),
    ({ key }) => {
      close();
      onMade(key);
    },
  );
  return (
    <>
      <Button onClick={open}>{texts.scim.newKey}</Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.scim.newKey}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <form onSubmit={(event) => create.mutate(fieldsOf(event))}>
          <Stack>
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
            <Group justify="end">
              <Button type="submit" loading={create.isPending}>
                {texts.common.create}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
