import { Alert, Anchor, Container } from '@mantine/core';
import { texts } from '../messages/index.js';

export function NotFound() {
  return (
    <Container component="main" mt="xl">
      <Alert color="yellow" title={texts.problems.notFound}>
        <Anchor href="#/">Muster</Anchor>
      </Alert>
    </Container>
  );
}
