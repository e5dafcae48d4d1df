import type { Actor } from './actor.js';

/** What happened to one resource, before it has its place in the sequence. */
export interface EventDraft {
  /** `user.created`, `group.members_changed`, `key.revoked`, … */
  readonly type: string;
  /** The name of a resource type of the registry, or of what else admins change, such as `Key`. */
  readonly resourceType: string;
  readonly resourceId: string;
  /** What changed, as JSON: never a secret. */
  readonly data: object;
}

/** One change of an organization. */
export interface Event extends EventDraft {
  readonly id: string;
  readonly organizationId: string;
  /** Without gaps in its organization, in the order of commits. */
  readonly sequence: number;
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly actor: Actor;
  readonly requestId?: string;
}
