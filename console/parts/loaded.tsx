import type { UseQueryResult } from '@tanstack/react-query';
import { Failure } from './failure.js';
import { Waiting } from './waiting.js';

interface Props<Data> {
  query: UseQueryResult<Data>;
  /** Of what is shown, from the top, in pixels. */
  heights: readonly number[];
  gap?: 'xs' | 'lg';
  children: (data: Data) => React.ReactNode;
}

/** What is asked of the server: its place, then what came, and why nothing more does. */
export function Loaded<Data>({ query, heights, gap, children }: Props<Data>) {
  if (query.isPending) return <Waiting heights={heights} gap={gap} />;
  return (
    <>
      {query.error && <Failure error={query.error} onAgain={() => void query.refetch()} />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
