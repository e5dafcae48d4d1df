import type { WaitingRemoval } from '../../breaker/held-removals.repository.js';
import type { Actor } from '../../events/actor.js';
import { Problem } from '../../platform/http/problem.js';
import { isoTime } from '../../platform/time.js';

/** What becomes of people whose removal is held. */
export type RemovalOutcome = 'removed' | 'kept';

/** A removal that somebody decides on. */
export interface ShownRemoval {
  readonly userId: string;
  /** The version that was shown: the decision counts only while it is still the same. */
  readonly version?: string;
}

/** What somebody else has decided. */
export interface OtherDecision {
  readonly userId: string;
  readonly outcome: RemovalOutcome;
  readonly by: Actor;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What cannot be done of a decision, and why. */
export interface Failure {
  readonly userId: string;
  readonly userName: string;
  readonly reason: string;
}

const VERSION = /^(\d{1,15})\.\d{1,15}\.(?:deactivate|delete)\.[a-z]{1,16}\.[01]$/;

/** Changes with anything about a removal or its person that may matter to the decision. */
export function versionOf({ firstAskedAt, version, kind, status, isAdmin }: WaitingRemoval): string {
  return `${firstAskedAt}.${version}.${kind}.${status}.${isAdmin ? 1 : 0}`;
}

export function isVersion(text: unknown): text is string {
  return typeof text === 'string' && VERSION.test(text);
}

/** When a removal was held that was shown with a version. */
export function heldAt(version: string): number {
  return Number(VERSION.exec(version)?.[1] ?? 0);
}

/** Whether both are the same person, account or command line. */
export function isSame(one: Actor, other: Actor): boolean {
  return one.kind === other.kind && one.id === other.id;
}

export function decidedMeanwhile(decisions: readonly OtherDecision[]): Problem {
  const shown = decisions.map(({ at, ...decision }) => ({ ...decision, at: isoTime(at) }));
  return new Problem(
    409,
    'decided',
    `Nothing was done, because others have already decided: ${sentencesOn(decisions)}. List the held removals again, then decide`,
    { decisions: shown },
  );
}

function sentencesOn(decisions: readonly OtherDecision[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, by } of decisions) {
    const sentence = `${nameOf(by)} ${outcome}`;
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts].map(([sentence, people]) => `${sentence} ${people} of these people`).join(', ');
}

function nameOf({ kind, label }: Actor): string {
  return label ?? (kind === 'operator' ? 'an operator at the command line' : kind);
}
