import type { Configuration } from '../../platform/config/configuration.js';
import type { Attribute } from '../attributes/attribute.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';
import { MAX_BULK_OPERATIONS } from '../bulk/bulk-request.js';
import { CURSOR_TIMEOUT_S } from '../paging/cursors.js';
import type { Profile } from '../protocol/profile.js';
import { DEFAULT_COUNT, MAX_RESULTS } from '../protocol/search-request.js';
import { EVENT_URIS } from '../protocol/security-event.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

type Settings = Pick<Configuration, 'SCIM_MAX_PAYLOAD_SIZE' | 'SCIM_ASYNC_MAX_WAITING'>;

/** RFC 7643 §5, with RFC 9865 §4 and RFC 9967 §4. @param profile of the key that asks */
export function serviceProviderConfig(
  baseUrl: string,
  { SCIM_MAX_PAYLOAD_SIZE: maxPayloadSize, SCIM_ASYNC_MAX_WAITING }: Settings,
  profile?: Profile,
) {
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: MAX_BULK_OPERATIONS, maxPayloadSize },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    ...(profile?.interopProfileConformant && { interopProfileConformant: true }),
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: DEFAULT_COUNT,
      maxPageSize: MAX_RESULTS,
      cursorTimeout: CURSOR_TIMEOUT_S,
    },
    securityEvents: {
      asyncRequest: SCIM_ASYNC_MAX_WAITING > 0 ? 'request' : 'none',
      eventUris: Object.values(EVENT_URIS),
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A key of the organization in the Authorization header: "Bearer", a blank and the key.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/** RFC 7643 §6. */
export function resourceTypeResource(
  { name, endpoint, description, schema, extensions }: ResourceType,
  baseUrl: string,
) {
  return {
    schemas: [`${CORE}:ResourceType`],
    id: name,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  };
}

/** RFC 7643 §7. @param profile of the key that asks: what it may not write at all is not shown to it */
export function schemaResource({ id, name, description, attributes }: Schema, baseUrl: string, profile: Profile) {
  const usable = attributes.filter(({ mutability }) => mutability !== 'writeOnly' || profile.forgetsWriteOnly);
  return {
    schemas: [`${CORE}:Schema`],
    id,
    name,
    description,
    attributes: usable.map(attributeDefinition),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  };
}

function attributeDefinition(attribute: Attribute): object {
  const { name, type, description, multiValued, required, caseExact, mutability, returned, uniqueness } = attribute;
  const { canonicalValues, referenceTypes, subAttributes } = attribute;
  return {
    name,
    type,
    multiValued,
    description,
    required,
    ...(type === 'string' || type === 'reference' || type === 'binary' ? { caseExact } : {}),
    mutability,
    returned,
    uniqueness,
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(attributeDefinition) }),
  };
}
