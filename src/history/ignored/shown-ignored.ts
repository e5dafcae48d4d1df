import type { ListedName } from './ignored-names.service.js';
import { isoTime } from '../../platform/time.js';

/** A name as admins see it; times are ISO 8601. */
export function shownIgnored({ resourceType, name, since, last, requests, keyId, isHidden, isDefinable }: ListedName) {
  return {
    resourceType,
    name,
    since: isoTime(since),
    last: isoTime(last),
    requests,
    keyId,
    hidden: isHidden,
    definable: isDefinable,
  };
}
