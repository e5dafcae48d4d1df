import { ResourceType } from '../scim/attributes/resource-type.js';
import { enterpriseUserSchema } from './enterprise-user.schema.js';
import { userSchema } from './user.schema.js';

/** RFC 7643 §4.1 with the Enterprise User extension of §4.3. */
export const userType = new ResourceType('User', '/Users', 'A person of the organization.', userSchema, [
  enterpriseUserSchema,
]);
