import type { ChangeContext } from '../../events/actor.js';
import type { OrganizationSettings } from '../../organizations/organization-settings.js';
import type { Extensions } from '../attributes/extensions.js';
import type { Profile } from './profile.js';

/** What is known of a SCIM request once its key has been checked. Everything in it comes from the credential. */
export interface ScimContext extends ChangeContext {
  readonly requestId: string;
  readonly profile: Profile;
  readonly organizationName: string;
  readonly settings: Readonly<OrganizationSettings>;
  /** What the organization's schemas add to the built-in ones. */
  readonly extensions: Extensions;
  /** `{PUBLIC_URL}/scim/v2/{organizationId}` */
  readonly baseUrl: string;
}
