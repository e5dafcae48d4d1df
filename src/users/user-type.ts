import { ResourceType } from '../scim/attributes/resource-type.js';
import { enterpriseUserSchema } from './enterprise-user.schema.js';
import { userSchema } from './user.schema.js';

/** RFC 7643 §4.1 with the Enterprise User extension of §4.3. */
export const userType = new ResourceType('User', '/Users', 'A person of the organization.', userSchema, [
  enterpriseUserSchema,
]);

/** Somebody whom Okta sends. */
export const userExample = {
  externalId: '00u1a2b3c4d5e6f7g8h9',
  userName: 'maria.silva@example.com',
  name: { givenName: 'Maria', familyName: 'Silva' },
  displayName: 'Maria Silva',
  emails: [{ value: 'maria.silva@example.com', type: 'work', primary: true }],
  active: true,
  [enterpriseUserSchema.id]: { employeeNumber: '701984', department: 'Engineering' },
};
