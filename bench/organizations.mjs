import { muster } from './programs.mjs';

const SAMPLED_PAGES = 10;

/** An organization with people and groups, and what requests on it need. */
export async function newOrganization(server, databaseUrl, people, { groups = 20, largestGroup = 5_000 } = {}) {
  const size = ['--people', String(people), '--groups', String(groups), '--largest-group', String(largestGroup)];
  const { id, seconds } = muster(databaseUrl, server.url, 'simulate', 'population', ...size);
  const { key } = muster(databaseUrl, server.url, 'key', 'create', id);
  const request = async (path, init = {}) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' };
    const answer = await fetch(`${server.url}/scim/v2/${id}${path}`, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const users = [];
  for (let page = 0; page < Math.min(SAMPLED_PAGES, Math.ceil(people / 100)); page += 1) {
    const startIndex = 1 + Math.floor((page * people) / SAMPLED_PAGES / 100) * 100;
    users.push(
      ...(await request(`/Users?startIndex=${startIndex}&count=100&attributes=userName,externalId`)).Resources,
    );
  }
  const group = async (displayName) => {
    const { Resources } = await request(
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`,
    );
    return Resources[0]?.id;
  };
  const small = await request('/Groups', {
    method: 'POST',
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Ten',
      members: users.slice(0, 10).map((user) => ({ value: user.id })),
    }),
  });
  return { id, key, people, seconds, users, request, groups: { small: small.id, large: await group('Group 1') } };
}

/** The same for the peer, which has people of its own. */
export function peerOrganization({ people }) {
  const users = Array.from({ length: Math.min(people, 1_000) }, (_, index) => ({
    id: String(index + 1),
    userName: `person-${index + 1}@example.com`,
    externalId: `00u${index + 1}`,
  }));
  return { id: 'peer', key: 'bench', people, users, groups: { large: 'large' } };
}
