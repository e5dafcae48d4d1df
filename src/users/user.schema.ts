import { attribute, complex, defaultSubAttributes, plural } from '../scim/attributes/attribute.js';
import type { Schema } from '../scim/attributes/schema.js';

const value = (description: string, maxLength = 2_000) => attribute('value', description, { maxLength });

/** The core User schema (RFC 7643 §4.1), with Muster's limits. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute(
      'userName',
      'Name by which the identity provider knows the person; unique in the organization without regard to case.',
      {
        required: true,
        uniqueness: 'server',
        maxLength: 256,
        visibility: 'identifier',
      },
    ),
    complex('name', "The components of the person's name.", [
      attribute('formatted', 'The full name as it is displayed.'),
      attribute('familyName', 'The family name.'),
      attribute('givenName', 'The given name.'),
      attribute('middleName', 'The middle names.'),
      attribute('honorificPrefix', 'A title before the name.'),
      attribute('honorificSuffix', 'A suffix after the name.'),
    ]),
    attribute('displayName', 'The name of the person as it is shown to others.'),
    attribute('nickName', 'The casual way to address the person.'),
    attribute('profileUrl', "URL of the person's profile.", {
      type: 'reference',
      caseExact: true,
      referenceTypes: ['external'],
    }),
    attribute('title', 'The person\'s title, such as "Vice President".'),
    attribute('userType', 'How the organization relates to the person, such as "Employee" or "Contractor".'),
    attribute('preferredLanguage', 'The preferred language, as in Accept-Language.'),
    attribute('locale', 'Default for localising currency, dates and numbers.'),
    attribute('timezone', 'The time zone in the IANA database.'),
    attribute('active', 'Whether the person has access. False revokes it, true restores it.', {
      type: 'boolean',
      lookAlikes: ['enabled', 'disabled', 'status', 'isactive', 'accountenabled'],
    }),
    attribute('password', 'Taken when an identity provider sends it, and neither stored nor used.', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
      filterable: false,
    }),
    plural('emails', 'E-mail addresses. The primary one receives the invitation.', [
      attribute('value', 'The address.', { maxLength: 320, visibility: 'identifier' }),
      ...defaultSubAttributes(['work', 'home', 'other'], 'work'),
    ]),
    plural('phoneNumbers', 'Phone numbers.', [
      value('The number.'),
      ...defaultSubAttributes(['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    ]),
    plural('ims', 'Instant messaging addresses.', [
      value('The address.'),
      ...defaultSubAttributes(['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    ]),
    plural('photos', 'URLs of photos.', [
      attribute('value', 'The URL.', { type: 'reference', caseExact: true, referenceTypes: ['external'] }),
      ...defaultSubAttributes(['photo', 'thumbnail']),
    ]),
    plural('addresses', 'Physical mailing addresses.', [
      attribute('formatted', 'The full address, ready to be displayed.'),
      attribute('streetAddress', 'Street, house number and the like.'),
      attribute('locality', 'The city or locality.'),
      attribute('region', 'The state or region.'),
      attribute('postalCode', 'The postal code.'),
      attribute('country', 'The country.'),
      attribute('type', 'A label indicating the function of the address.', {
        canonicalValues: ['work', 'home', 'other'],
      }),
      attribute('primary', 'Whether this is the preferred address. True for one at most.', { type: 'boolean' }),
    ]),
    plural(
      'groups',
      'Groups that the person is in, directly or through nested groups. Changed through the groups.',
      [
        attribute('value', 'The id of the group.', { caseExact: true, mutability: 'readOnly' }),
        attribute('$ref', 'The URI of the group.', {
          type: 'reference',
          caseExact: true,
          mutability: 'readOnly',
          referenceTypes: ['Group'],
          filterable: false,
        }),
        attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
        attribute('type', 'Whether the person is a member itself or through another group.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
      { mutability: 'readOnly' },
    ),
    plural('entitlements', 'Entitlements of the person.', [value('The entitlement.'), ...defaultSubAttributes()]),
    plural('roles', 'Roles of the person.', [value('The role.'), ...defaultSubAttributes()]),
    plural('x509Certificates', 'Certificates issued to the person.', [
      attribute('value', 'The certificate, DER in base64.', { type: 'binary', caseExact: true, maxLength: 32_768 }),
      ...defaultSubAttributes(),
    ]),
  ],
};
