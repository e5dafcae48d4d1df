const PREFIX = 'urn:ietf:params:scim:event';

/** The events of RFC 9967 §2.4 and §2.5 that the server tells of. */
export const EVENT_URIS = {
  createFull: `${PREFIX}:prov:create:full`,
  patchFull: `${PREFIX}:prov:patch:full`,
  patchNotice: `${PREFIX}:prov:patch:notice`,
  delete: `${PREFIX}:prov:delete`,
  activate: `${PREFIX}:prov:activate`,
  deactivate: `${PREFIX}:prov:deactivate`,
  asyncResponse: `${PREFIX}:misc:asyncresp`,
} as const;

export type EventUri = (typeof EVENT_URIS)[keyof typeof EVENT_URIS];
