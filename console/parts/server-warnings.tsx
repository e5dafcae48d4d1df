import { Alert } from '@mantine/core';
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
  return codes.map((code, index) => (
    <Alert key={code} color="yellow" role="status" title={texts.warnings.title} mb="md" className="anywhere">
      {(texts.warnings as Record<string, string>)[code] ?? messages[index]}
    </Alert>
  ));
}
