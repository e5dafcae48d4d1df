import { Button, Center } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { get, query } from '../api.js';
import { texts } from '../messages/index.js';
import { Empty } from './empty.js';
import { Failure } from './failure.js';
import { rowsOf, Waiting } from './waiting.js';

type Parameters = Readonly<Record<string, string | number | undefined | null>>;

const MOST_LIVE_PAGES = 3;

interface Options {
  /** By which parameter the server goes on: `after`, or `before` where the newest come first. */
  readonly by?: 'after' | 'before';
  /** Milliseconds after which what is shown is read again, as long as that is not much. */
  readonly refetchInterval?: number | false;
}

/** A list that the server gives in pages. @param name the member of the answer that has the items */
export function usePages<Item>(path: string, name: string, parameters: Parameters = {}, options: Options = {}) {
  const { by = 'after', refetchInterval = false } = options;
  const pages = useInfiniteQuery({
    queryKey: [path, parameters],
    queryFn: ({ pageParam }) =>
      get<Record<string, unknown>>(path + query({ limit: 50, ...parameters, [by]: pageParam })),
    initialPageParam: '',
    getNextPageParam: (last) =>
      last['next'] === null || last['next'] === undefined ? undefined : String(last['next']),
    refetchInterval: ({ state }) => (state.data?.pages.length ?? 0) <= MOST_LIVE_PAGES && refetchInterval,
    // What was found before stays until the answer is there: the page does not jump while somebody types.
    placeholderData: (before, asked) => (asked?.queryKey[0] === path ? before : undefined),
  });
  const items = pages.data?.pages.flatMap((page) => page[name] as Item[]) ?? [];
  return { pages, items };
}

/** What stands around such a list: waiting, failure, emptiness, and the way on. */
export function Pages({
  pages,
  isEmpty,
  empty,
  rows = 8,
  children,
}: {
  pages: ReturnType<typeof usePages>['pages'];
  isEmpty: boolean;
  empty: React.ReactNode;
  /** As many are likely. */
  rows?: number;
  children: React.ReactNode;
}) {
  if (pages.isPending) return <Waiting heights={rowsOf(rows)} gap="xs" />;
  const failure = pages.error && <Failure error={pages.error} onAgain={() => void pages.refetch()} />;
  if (!pages.data) return failure;
  return (
    <>
      {failure}
      {isEmpty && !pages.hasNextPage ? typeof empty === 'string' ? <Empty text={empty} /> : empty : children}
      {pages.hasNextPage && (
        <Center mt="md">
          <Button variant="light" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {texts.common.more}
          </Button>
        </Center>
      )}
    </>
  );
}
