import { ResourceService } from '../scim/resource/resource.service.js';

/** What people can be granted is defined by the organization's admin and read by the identity provider. */
export class RolesService extends ResourceService {}

export class EntitlementsService extends ResourceService {}
