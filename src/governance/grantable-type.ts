import { attribute, type Attribute } from '../scim/attributes/attribute.js';
import { ResourceType } from '../scim/attributes/resource-type.js';

/**
 * What people can be granted, as Okta Identity Governance reads it: it looks for these URNs in `/ResourceTypes` and
 * imports every endpoint that has one. Granted through `roles` and `entitlements` of a user, whose `value` is an id here.
 */
const OKTA = 'urn:okta:scim:schemas:core:1.0';

const described: readonly Attribute[] = [
  attribute('displayName', 'The name as people see it.', {
    required: true,
    uniqueness: 'server',
    maxLength: 256,
    visibility: 'label',
  }),
  attribute('description', 'What it allows.', { maxLength: 1_000 }),
];

export const roleType = new ResourceType('Role', '/Roles', 'A role that people can have in the application.', {
  id: `${OKTA}:Role`,
  name: 'Role',
  description: 'Role',
  attributes: described,
});

export const entitlementType = new ResourceType(
  'Entitlement',
  '/Entitlements',
  'An entitlement that people can have in the application.',
  {
    id: `${OKTA}:Entitlement`,
    name: 'Entitlement',
    description: 'Entitlement',
    attributes: [
      ...described,
      attribute('type', 'The name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
    ],
  },
);
