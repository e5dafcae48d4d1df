import type { OpenedOrganizationKey } from '../../src/onboarding/keys/wrapped-key.js';
import type { Api } from '../api/api.js';
import type { Me } from '../api/types.js';

/** What an admin works with, once the organization's key is open. */
export interface AdminDesk {
  readonly api: Api;
  readonly me: Me;
  /** Ends when another view is shown. */
  readonly left: AbortSignal;
  readonly organizationKey: OpenedOrganizationKey;
  /** Shows the whole page again. */
  readonly again: () => Promise<void>;
}
