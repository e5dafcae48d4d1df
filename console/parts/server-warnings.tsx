import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api.js';
import { texts } from '../messages/index.js';

const AGAIN_MS = 60_000;

interface Readiness {
  readonly info?: { readonly warnings?: { readonly codes: readonly string[]; readonly messages: readonly string[] } };
}

/** What operators should change although the server works. */
export function ServerWarnings() {
  const { data } = useQuery({
    queryKey: ['readiness'],
    queryFn: () => get<Readiness>('../../readyz'),
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  const { codes = [], messages = [] } = data?.info?.warnings ?? {};
  if (codes.length === 0) return null;
  return (
    <Alert color="yellow" role="status" mb="md" className="anywhere">
      <Text size="sm" fw={600}>
        {texts.warnings.title}
      </Text>
      {codes.map((code, index) => (
        <Text key={code} size="sm" mt="xs">
          {(texts.warnings as Record<string, string>)[code] ?? messages[index]}
        </Text>
      ))}
    </Alert>
  );
}
