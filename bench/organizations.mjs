import { muster } from './programs.mjs';

const SAMPLE = 10_000;
/** The name of a population's largest group. */
export const LARGEST = 'Largest';
/** Members of the peer's group. */
export const PEER_GROUP = 5_000;
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const PAGE = 1_000;
const MEMBERS_AT_ONCE = 1_000;

/**
 * An organization with people and groups, and a key for it.
 * @typedef {{id: string, keyId: string, key: string, people: number, seconds: number, users: {id: string, userName: string,
 *   externalId: string}[], groups: Record<string, string>, members: Record<string, string[]>}} Organization
 */

/**
 * Fills a new organization.
 * @param {{people: number, groups?: number, largestGroup?: number, sizes?: Record<string, number>}} size `sizes` are
 *   groups beside those of the population, by name, whose members are known
 * @returns {Promise<Organization>} with a sample of its people, evenly out of all
 */
export async function newOrganization(server, databaseUrl, { people, groups = 20, largestGroup = 5_000, sizes = {} }) {
  const size = ['--people', String(people), '--groups', String(groups), '--largest-group', String(largestGroup)];
  const { id, seconds } = await muster(databaseUrl, server.url, 'simulate', 'population', ...size);
  const { id: keyId, key } = await muster(databaseUrl, server.url, 'key', 'create', id);
  const organization = { id, keyId, key, people, seconds, groups: {}, members: {} };
  organization.users = await sampleOf(server, organization);
  for (const [name, count] of Object.entries(sizes)) await addGroup(server, organization, name, count);
  if (groups > 0) await findLargest(server, organization, largestGroup);
  await server.idle();
  return organization;
}

/** One request of the organization's own, outside of all measurements. */
export async function ask(server, { id, key }, method, path, content) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' };
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  const answer = await fetch(`${server.url}/scim/v2/${id}${path}`, {
    method,
    headers,
    ...body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The population's own largest group, whose members are about the first people. */
async function findLargest(server, organization, size) {
  const path = `/Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "Group 1"')}`;
  organization.groups[LARGEST] = (await ask(server, organization, 'GET', path)).Resources[0].id;
  const share = Math.min(1, (size / organization.people) * 1.1);
  const inside = organization.users.slice(0, Math.ceil(organization.users.length * share));
  organization.members[LARGEST] = inside.map(({ id }) => id);
}

async function addGroup(server, organization, name, count) {
  const members = organization.users.slice(0, count).map(({ id }) => id);
  const part = (start) => members.slice(start, start + MEMBERS_AT_ONCE).map((value) => ({ value }));
  const group = { schemas: [GROUP], displayName: name, members: part(0) };
  const { id } = await ask(server, organization, 'POST', '/Groups?excludedAttributes=members', group);
  for (let start = MEMBERS_AT_ONCE; start < count; start += MEMBERS_AT_ONCE) {
    const Operations = [{ op: 'add', path: 'members', value: part(start) }];
    await ask(server, organization, 'PATCH', `/Groups/${id}`, { schemas: [PATCH_OP], Operations });
  }
  organization.groups[name] = id;
  organization.members[name] = members;
}

/** People evenly out of all. */
async function sampleOf(server, organization) {
  const step = Math.max(1, Math.floor(organization.people / SAMPLE));
  const users = [];
  for (let cursor = '', page = 0; cursor !== undefined; page += 1) {
    const path = `/Users?count=${PAGE}&cursor=${cursor}&attributes=userName,externalId`;
    const { Resources, nextCursor } = await ask(server, organization, 'GET', path);
    users.push(...Resources.filter((_, index) => (page * PAGE + index) % step === 0));
    cursor = nextCursor;
  }
  return users.map(({ id, userName, externalId }) => ({ id, userName, externalId }));
}

/** The same for the peer, which has people of its own. */
export function peerOrganization(people) {
  const users = Array.from({ length: people }, (_, index) => ({
    id: String(index + 1),
    userName: `person-${index + 1}@example.com`,
    externalId: `00u${index + 1}`,
  }));
  return {
    id: 'peer',
    key: 'bench',
    people,
    users,
    groups: { Large: 'large' },
    members: { Large: users.slice(0, PEER_GROUP).map(({ id }) => id) },
  };
}
