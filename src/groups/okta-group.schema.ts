import { attribute } from '../scim/attributes/attribute.js';
import type { Schema } from '../scim/attributes/schema.js';

/** What Okta adds to each group that it pushes with a description, by itself and with no setting against it. */
export const oktaGroupSchema: Schema = {
  id: 'urn:okta:custom:group:1.0',
  name: 'OktaGroup',
  description: 'What Okta knows of a group',
  attributes: [attribute('description', 'What the group is for.')],
};
