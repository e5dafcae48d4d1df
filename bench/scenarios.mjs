import { randomUUID } from 'node:crypto';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const SCIM = { 'content-type': 'application/scim+json' };
const JSON_BODY = { 'content-type': 'application/json' };

/**
 * What is measured. `muster`, `floor` and `peer` each make the n-th request of a program from the organization that it
 * is asked about; a program without is left out. `limit` is the highest cost wanted, as a multiple of the floor's.
 */
export const scenarios = [
  {
    name: 'nothing',
    about: 'no database: a health check',
    muster: () => () => get('/livez'),
    floor: () => () => get('/nothing'),
  },
  lookup(
    'GET by id',
    'userById',
    ({ id }) => id,
    ({ id }) => `/Users/${id}`,
  ),
  lookup(
    'userName eq',
    'userByName',
    ({ userName }) => userName,
    filtered((user) => `userName eq "${user.userName}"`),
  ),
  lookup(
    'externalId eq',
    'userByExternalId',
    ({ externalId }) => externalId,
    filtered((user) => `externalId eq "${user.externalId}"`),
  ),
  lookup(
    'emails.value eq',
    'userByEmail',
    ({ userName }) => userName,
    filtered((user) => `emails.value eq "${user.userName}"`),
  ),
  lookup(
    'emails[type and value]',
    'userByEmail',
    ({ userName }) => userName,
    filtered((user) => `emails[type eq "work" and value eq "${user.userName}"]`),
  ),
  {
    name: 'page of 100',
    limit: 2,
    muster: scim(() => get('/Users?startIndex=1&count=100')),
    floor:
      ({ id }) =>
      () =>
        get(`/page/${id}`),
    peer: peer(() => get('/Users?startIndex=1&count=100')),
  },
  {
    name: 'unindexed filter',
    muster: scim(() => get(`/Users?count=10&filter=${encodeURIComponent('title eq "Director"')}`)),
    peer: peer(() => get(`/Users?count=10&filter=${encodeURIComponent('title eq "Director"')}`)),
  },
  {
    name: 'sort by userName',
    muster: scim(() => get('/Users?count=10&sortBy=userName')),
    peer: peer(() => get('/Users?count=10&sortBy=userName')),
  },
  {
    name: 'POST user',
    limit: 1.5,
    muster: scim(() => post('/Users', newPerson())),
    floor:
      ({ id }) =>
      () => {
        const person = newPerson();
        return send('POST', `/createUser/${id}/${person.userName}`, person, JSON_BODY);
      },
    peer: peer(() => post('/Users', newPerson())),
  },
  {
    name: 'PUT user',
    muster: scim(({ users }, index) => {
      const { id, userName } = users[index % users.length];
      return put(`/Users/${id}`, { ...newPerson(), userName, title: `Title ${index}` });
    }),
    peer: peer(({ users }, index) => {
      const { id, userName } = users[index % users.length];
      return put(`/Users/${id}`, { ...newPerson(), userName, title: `Title ${index}` });
    }),
  },
  {
    name: 'PATCH active',
    muster: scim(({ users }, index) => {
      const value = { active: Math.floor(index / users.length) % 2 === 1 };
      return patch(`/Users/${users[index % users.length].id}`, { op: 'replace', value });
    }),
    floor:
      ({ id, users }) =>
      (index) =>
        get(`/deactivate/${id}/${users[index % users.length].id}/${Math.floor(index / users.length) % 2 === 1}`),
    peer: peer(({ users }, index) => {
      const value = { active: Math.floor(index / users.length) % 2 === 1 };
      return patch(`/Users/${users[index % users.length].id}`, { op: 'replace', value });
    }),
  },
  member('PATCH one member', 'small', 1.5),
  member('PATCH one member of 5,000', 'large', 1.5),
  {
    name: 'assignment',
    about: "Okta's look-up and creation of one person, two requests",
    connections: 1,
    muster: scim(assignment),
    peer: peer(assignment),
  },
];

function lookup(name, floor, valueOf, path) {
  const pick = (users, index) => users[(index * 7) % users.length];
  return {
    name,
    limit: 1.3,
    isLookup: true,
    muster: scim(({ users }, index) => get(path(pick(users, index)))),
    floor:
      ({ id, users }) =>
      (index) =>
        get(`/${floor}/${id}/${encodeURIComponent(valueOf(pick(users, index)))}`),
    peer: peer(({ users }, index) => get(path(pick(users, index)))),
  };
}

/** Adds one member and takes it out again, so that the group stays as large as it is. */
function member(name, size, limit) {
  const change = ({ users, groups }, index) => {
    const value = users[Math.floor(index / 2) % users.length].id;
    const operation =
      index % 2 === 0
        ? { op: 'add', path: 'members', value: [{ value }] }
        : { op: 'remove', path: `members[value eq "${value}"]` };
    return patch(`/Groups/${groups[size]}`, operation);
  };
  return {
    name,
    limit,
    connections: 1,
    muster: scim(change),
    floor:
      ({ id, users, groups }) =>
      (index) =>
        get(`/changeMember/${id}/${groups[size]}/${users[Math.floor(index / 2) % users.length].id}/${index % 2 === 0}`),
    ...(size === 'large' && { peer: peer(change) }),
  };
}

function assignment(_organization, index) {
  const userName = `assigned-${process.pid}-${Math.floor(index / 2)}@example.com`;
  if (index % 2 === 0) return get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  return post('/Users', { ...newPerson(), userName });
}

export function newPerson() {
  const userName = `${randomUUID()}@example.com`;
  return {
    schemas: [USER],
    userName,
    externalId: userName,
    name: { givenName: 'Ada', familyName: 'Lovelace', formatted: 'Ada Lovelace' },
    displayName: 'Ada Lovelace',
    title: 'Analyst',
    locale: 'en-US',
    active: true,
    emails: [{ value: userName, type: 'work', primary: true }],
  };
}

export function get(path) {
  return { method: 'GET', path };
}

export function patch(path, ...Operations) {
  return send('PATCH', path, { schemas: [PATCH_OP], Operations });
}

export function post(path, content) {
  return send('POST', path, content);
}

export function put(path, content) {
  return send('PUT', path, content);
}

function send(method, path, content, headers = SCIM) {
  return { method, path, body: JSON.stringify(content), headers };
}

function filtered(filter) {
  return (user) => `/Users?filter=${encodeURIComponent(filter(user))}`;
}

/** Below the SCIM base URL of an organization. */
export function scim(make) {
  return (organization) => (index) => {
    const request = make(organization, index);
    return {
      ...request,
      path: `/scim/v2/${organization.id}${request.path}`,
      headers: { ...request.headers, authorization: `Bearer ${organization.key}` },
    };
  };
}

function peer(make) {
  return (organization) => (index) => {
    const request = make(organization, index);
    return {
      ...request,
      path: `/scim${request.path}`,
      headers: { ...request.headers, authorization: `Bearer ${organization.key}` },
    };
  };
}
