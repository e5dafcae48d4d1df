import { Skeleton, Stack } from '@mantine/core';
import { texts } from '../messages/index.js';

/** As many rows of a table. */
export const rowsOf = (count: number) => Array.from({ length: count }, () => 36);

/**
 * The place of what is not there yet, as high as what comes, so that nothing jumps.
 * @param heights of its parts, from the top, in pixels
 */
export function Waiting({ heights, gap = 'lg' }: { heights: readonly number[]; gap?: 'xs' | 'lg' }) {
  return (
    <Stack gap={gap} aria-label={texts.common.loading} role="status">
      {heights.map((height, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}
