import type { Transaction } from '../../platform/database/connection.js';
import type { ChangeContext } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import type { Extensions } from '../attributes/extensions.js';
import type { Profile } from './profile.js';
import type { RequestWarning } from './request-warning.js';

/** What a write that was carried out says of itself (RFC 7644 §3.7.3). */
export interface WriteResult {
  /** HTTP status. */
  readonly status: string;
  readonly location: string;
  /** ETag; absent where nothing is left. */
  readonly version?: string;
}

/** What is to be kept with a change, in its transaction and before its events. @returns what else happened */
type Completion = (transaction: Transaction, outcome: WriteResult) => Promise<readonly EventDraft[]>;

/** What is known of a SCIM request once its key has been checked. Everything in it comes from the credential. */
export interface ScimContext extends ChangeContext {
  readonly requestId: string;
  readonly profile: Profile;
  readonly organizationName: string;
  /** What the organization has chosen. The kernel hands it on, unread. */
  readonly settings: object;
  /** What the organization's schemas add to the built-in ones. */
  readonly extensions: Extensions;
  /** `{PUBLIC_URL}/scim/v2/{organizationId}` */
  readonly baseUrl: string;
  /** Leaves a warning for the log of requests; absent where there is no such request, or it is logged already. */
  readonly warn?: (warning: RequestWarning) => void;
  /** Takes names that a write brought and no schema defines; absent where nobody is to know of them. */
  readonly noteIgnored?: (resourceType: string, names: readonly string[]) => void;
  /** Present for a request that is answered before it is carried out. */
  readonly completion?: Completion;
}
