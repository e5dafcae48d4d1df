import type { OrganizationSettings } from '../organizations/organization-settings.js';

type Limits = Pick<OrganizationSettings, 'breakerPeople' | 'breakerPercent'>;

/** How a window stands. */
export interface WindowCount {
  /** Removals that passed in it. */
  readonly passed: number;
  /** How many may. */
  readonly limit: number;
  /** People who were active when it began. */
  readonly people: number;
}

/**
 * How many removals pass in a window: the larger of the number and of the share, so that a company of ten is not
 * disturbed by two who leave, nor one of ten thousand by fifty; always one, so that a single one never waits.
 * @param people who were active when the window began
 */
export function limitOf({ breakerPeople, breakerPercent }: Limits, people: number): number {
  const share = Math.floor((people * (breakerPercent ?? 0)) / 100);
  return Math.max(1, breakerPeople ?? 0, share);
}
