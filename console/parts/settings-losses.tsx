import { List } from '@mantine/core';
import { texts } from '../messages/index.js';
import type { Settings } from '../types.js';

const BY_BREAKER = { off: 0, alert: 1, hold: 2 } as const;

type Next = Partial<Record<keyof Settings, unknown>>;

/** What other settings delete for good, or protect no longer. */
export function lossesIn(before: Settings, after: Next): string[] {
  const losses: string[] = [];
  const { requestLogDays, requestLogRows, auditRetentionDays, breakerMode, allowedDomains, adoption } = before;
  const { losses: words } = texts.settings;
  if (isLess(after.auditRetentionDays, auditRetentionDays)) losses.push(words.events(Number(after.auditRetentionDays)));
  if (isLess(after.requestLogDays, requestLogDays)) losses.push(words.requestDays(Number(after.requestLogDays)));
  if (isLess(after.requestLogRows, requestLogRows)) losses.push(words.requestRows(Number(after.requestLogRows)));
  if (BY_BREAKER[after.breakerMode as Settings['breakerMode']] < BY_BREAKER[breakerMode]) losses.push(words.breaker);
  if (adoption !== 'automatic' && after.adoption === 'automatic') losses.push(words.adoption);
  if (allowedDomains !== null && after.allowedDomains === null) losses.push(words.domains);
  return losses;
}

/** Null has no limit. */
function isLess(after: unknown, before: number | null): boolean {
  return typeof after === 'number' && after < (before ?? Infinity);
}

export function Losses({ losses }: { losses: readonly string[] }) {
  return (
    <List size="sm" spacing={4} pr="md">
      {losses.map((loss) => (
        <List.Item key={loss}>{loss}</List.Item>
      ))}
    </List>
  );
}
