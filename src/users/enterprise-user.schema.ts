import { attribute, complex } from '../scim/attributes/attribute.js';
import type { Schema } from '../scim/attributes/schema.js';

/** The Enterprise User extension (RFC 7643 §4.3). A manager need not be known yet: the provider pushes people in any order. */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number that the organization gave to the person.'),
    attribute('costCenter', 'The cost center.'),
    attribute('organization', 'The organization.'),
    attribute('division', 'The division.'),
    attribute('department', 'The department.'),
    complex('manager', "The person's manager.", [
      attribute('value', "The id of the manager's user.", { caseExact: true, formerName: 'managerid' }),
      attribute('$ref', "The URI of the manager's user.", {
        type: 'reference',
        caseExact: true,
        referenceTypes: ['User'],
      }),
      attribute('displayName', "The manager's name.", { mutability: 'readOnly' }),
    ]),
  ],
};
