import type { ListedName } from './ignored-names.service.js';

/** A name as admins see it; times are ISO 8601. */
export function shownIgnored({ resourceType, name, since, last, requests, keyId, isHidden, isDefinable }: ListedName) {
  return {
    resourceType,
    name,
    since: new Date(since).toISOString(),
    last: new Date(last).toISOString(),
    requests,
    keyId,
    hidden: isHidden,
    definable: isDefinable,
  };
}
