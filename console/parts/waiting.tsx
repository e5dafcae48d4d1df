import { Center, Loader } from '@mantine/core';
import { texts } from '../messages/index.js';

export function Waiting() {
  return (
    <Center mih={240}>
      <Loader aria-label={texts.common.loading} role="status" />
    </Center>
  );
}
