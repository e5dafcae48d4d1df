import type { Json } from './okta-client.js';
import type { Expectation } from './transcript.js';

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

export function resourcesOf({ Resources }: Json): Json[] {
  return Array.isArray(Resources) ? (Resources as Json[]) : [];
}

/** Ids of a group's members. */
function memberIds(group: Json): string[] {
  return ((group['members'] ?? []) as { value: string }[]).map(({ value }) => value);
}

/** A ListResponse with its numbers as numbers. */
export function list(what?: string, check?: (body: Json) => string | undefined): Expectation {
  return {
    status: [200],
    what: what ?? 'a list',
    check: (body) => {
      const odd = ['totalResults', 'startIndex', 'itemsPerPage'].find((name) => !Number.isInteger(body[name]));
      return odd ? `"${odd}" is no whole number` : check?.(body);
    },
  };
}

export function found(count: number): Expectation {
  return list(count === 0 ? 'nobody' : `${count} found`, ({ totalResults }) =>
    totalResults === count ? undefined : `Wanted ${count} in totalResults, got ${String(totalResults)}`,
  );
}

/** A resource with these attributes. */
export function resource(status: number, attributes: Json, what?: string): Expectation {
  return {
    status: [status],
    what: what ?? Object.keys(attributes).join(', '),
    check: (body) => {
      if (typeof body['id'] !== 'string' || body['id'] === '') return 'The answer has no id';
      if ('password' in body) return 'The answer gives the password away';
      const wrong = Object.entries(attributes).find(([name, value]) => body[name] !== value);
      return wrong && `Wanted ${wrong[0]} ${JSON.stringify(wrong[1])}, got ${JSON.stringify(body[wrong[0]])}`;
    },
  };
}

/** A group with exactly these members, and with the name when one is given. */
export function members(ids: readonly string[], displayName?: string): Expectation {
  return {
    status: [200],
    what: ids.length === 1 ? '1 member' : `${ids.length} members`,
    check: (group) => {
      if (displayName !== undefined && group['displayName'] !== displayName)
        return 'The group does not have the new name';
      const present = new Set(memberIds(group));
      const missing = ids.filter((id) => !present.has(id)).length;
      const surplus = present.size - (ids.length - missing);
      return missing + surplus === 0 ? undefined : `${missing} members are missing, ${surplus} too many`;
    },
  };
}

/** A SCIM error. */
export function refused(status: number, scimType?: string): Expectation {
  return {
    status: [status],
    what: scimType ?? 'a SCIM error',
    check: (body) => {
      if (!Array.isArray(body['schemas']) || !body['schemas'].includes(ERROR_SCHEMA))
        return 'The answer is no SCIM error';
      if (body['status'] !== String(status)) return `Wanted the text "${status}" as status`;
      return scimType === undefined || body['scimType'] === scimType
        ? undefined
        : `Wanted ${scimType}, got ${String(body['scimType'])}`;
    },
  };
}

export const done: Expectation = { status: [200, 204] };
export const gone: Expectation = { status: [204] };
