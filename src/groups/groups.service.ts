import { ResourceService } from '../scim/resource/resource.service.js';

/** Groups of an organization. Members are rows of their own: a change costs what it changes. */
export class GroupsService extends ResourceService {}
