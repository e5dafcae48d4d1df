import { attribute, plural } from '../scim/attributes/attribute.js';
import { ResourceType } from '../scim/attributes/resource-type.js';
import type { Schema } from '../scim/attributes/schema.js';
import { oktaGroupSchema } from './okta-group.schema.js';

/** The core Group schema (RFC 7643 §4.2). What is said of a member beside its id is the server's own knowledge. */
const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'The name of the group; unique in the organization without regard to case.', {
      required: true,
      uniqueness: 'server',
      maxLength: 256,
      visibility: 'label',
    }),
    plural(
      'members',
      'The users and groups in the group.',
      [
        attribute('value', 'The id of the user or group.', {
          required: true,
          caseExact: true,
          mutability: 'immutable',
        }),
        attribute('$ref', 'The URI of the user or group.', {
          type: 'reference',
          caseExact: true,
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
          filterable: false,
        }),
        attribute('type', 'Whether the member is a user or a group.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'The name of the member.', { mutability: 'readOnly', filterable: false }),
      ],
      { relation: true },
    ),
  ],
};

export const groupType = new ResourceType(
  'Group',
  '/Groups',
  'A group of people, who may be in other groups.',
  groupSchema,
  [oktaGroupSchema],
);
