import { Alert } from '@mantine/core';
import { texts } from '../messages/index.js';
import { Failures } from './failures.js';

/** The result of an action on one of several people. */
export interface Result {
  readonly id: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** With how many it was done, and why not with the others. @param names of all of them, by their ids */
export function Results({ results, names }: { results: readonly Result[]; names: ReadonlyMap<string, string> }) {
  const failed = results.filter(({ ok }) => !ok);
  return (
    <Alert color={failed.length > 0 ? 'yellow' : 'green'} mb="md" role="status">
      {texts.people.done(results.length - failed.length, names.size)}
      {failed.length > 0 && (
        <Failures
          title={texts.people.failures(failed.length)}
          failed={failed.map(({ id, detail }) => [names.get(id) ?? id, detail ?? ''])}
        />
      )}
    </Alert>
  );
}
