import { randomUUID } from 'node:crypto';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** People who are deactivated before they get access again. */
const TURNED = 100;

/**
 * What identity providers ask, by name: each makes, for an organization, a function that makes the n-th request. Paths
 * are below the SCIM base URL. A function with `answered` is told the body of each answer.
 */
export const requests = {
  'GET by id': (organization) => (index) => get(`/Users/${pick(organization, index).id}`),
  'userName eq': filtered(({ userName }) => `userName eq "${userName}"`),
  'externalId eq': filtered(({ externalId }) => `externalId eq "${externalId}"`),
  'emails.value eq': filtered(({ userName }) => `emails.value eq "${userName}"`),
  'emails[type and value]': filtered(({ userName }) => `emails[type eq "work" and value eq "${userName}"]`),
  'page of 100': () => () => get('/Users?startIndex=1&count=100'),
  'unindexed filter': () => () => get(`/Users?count=10&filter=${encodeURIComponent('title eq "Director"')}`),
  'sort by userName': () => () => get('/Users?count=10&sortBy=userName'),
  'sort by family name': () => () => get('/Users?count=10&sortBy=name.familyName'),
  'POST user': () => () => post('/Users', newPerson()),
  'PUT user': (organization) => (index) => {
    const { id, userName } = pick(organization, index);
    return put(`/Users/${id}`, { ...newPerson(), userName, title: `Title ${index}` });
  },
  'PATCH active': (organization) => (index) => {
    const { id, active } = turned(firstHalf(organization), index);
    return patch(`/Users/${id}`, { op: 'replace', value: { active } });
  },
  /** Two requests for each person. */
  'look up and create': () => {
    let userName;
    return (index) => {
      if (index % 2 === 1) return post('/Users', { ...newPerson(), userName });
      userName = `${randomUUID()}@example.com`;
      return get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    };
  },
};

/** A page of 100 that begins with the n-th person; without groups, of which people in one place have more than in another. */
export const pageByIndex = (startIndex) => () => () =>
  get(`/Users?startIndex=${startIndex}&count=100&excludedAttributes=groups`);

/** Pages of 100 one after the other, by cursor, and then from the start again. */
export const pagesByCursor = () => {
  let cursor = '';
  const next = () => get(`/Users?count=100&cursor=${cursor}&excludedAttributes=groups`);
  next.answered = (body) => {
    cursor = /"nextCursor":"([^"]+)"/.exec(body)?.[1] ?? '';
  };
  return next;
};

/** Adds one member to a group and takes it out again, so that the group stays as large as it is. */
export const oneMember = (group) => (organization) => (index) => {
  const value = outsider(organization, group, Math.floor(index / 2));
  const operation =
    index % 2 === 0
      ? { op: 'add', path: 'members', value: [{ value }] }
      : { op: 'remove', path: `members[value eq "${value}"]` };
  return patch(`/Groups/${organization.groups[group]}`, operation);
};

/** The same with 1,000 members in one PATCH. */
export const manyMembers = (group) => (organization) => {
  const { users, groups } = organization;
  const value = users.slice(-1_000).map(({ id }) => ({ value: id }));
  return (index) =>
    patch(`/Groups/${groups[group]}`, { op: index % 2 === 0 ? 'add' : 'remove', path: 'members', value });
};

/** The whole list of members, three of whom are others each time. */
export const nearlyTheSame = (group) => (organization) => {
  const { groups, members, users } = organization;
  const [kept, others] = [members[group].slice(3), users.slice(-3).map(({ id }) => id)];
  return (index) => {
    const wanted = [...kept, ...(index % 2 === 0 ? others : members[group].slice(0, 3))];
    return put(`/Groups/${groups[group]}?excludedAttributes=members`, {
      schemas: [GROUP],
      displayName: group,
      members: wanted.map((value) => ({ value })),
    });
  };
};

export const wholeGroup =
  (group, query = '') =>
  (organization) =>
  () =>
    get(`/Groups/${organization.groups[group]}${query}`);

/** 1,000 people in one request. */
export const bulk = () => () =>
  post('/Bulk', {
    schemas: [BULK_REQUEST],
    Operations: Array.from({ length: 1_000 }, (_, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${index}`,
      data: newPerson(),
    })),
  });

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

/** Sends the requests to Muster, with an organization's key. */
export function toMuster(request, organization) {
  return sent(request(organization), `/scim/v2/${organization.id}`, organization.key);
}

/** Sends them to the peer. */
export function toPeer(request, organization) {
  return sent(request(organization), '/scim', organization.key);
}

/** Without a body, `path` is all. */
export function get(path) {
  return { method: 'GET', path };
}

function sent(make, base, key) {
  const next = (index) => {
    const { path, headers, ...request } = make(index);
    return { ...request, path: base + path, headers: { ...headers, authorization: `Bearer ${key}` } };
  };
  return Object.assign(next, { answered: make.answered });
}

function filtered(filter) {
  return (organization) => (index) => get(`/Users?filter=${encodeURIComponent(filter(pick(organization, index)))}`);
}

/** Of the sample. Who changes the same people beside somebody else finds half of it done: each has a half. */
export const firstHalf = ({ users }) => users.slice(0, users.length / 2);
export const secondHalf = ({ users }) => users.slice(users.length / 2);

/**
 * Whom the n-th request deactivates or gives access again: some people, then the same people, and so on with the next, so that
 * each measurement has as many of one as of the other, which costs less.
 */
export function turned(users, index) {
  const person = Math.floor(index / (2 * TURNED)) * TURNED + (index % TURNED);
  return { id: users[person % users.length].id, active: Math.floor(index / TURNED) % 2 === 1 };
}

/** Everybody in turn, in no order that an index has. */
export function pick({ users }, index) {
  return users[(index * 7_919) % users.length];
}

/** Somebody who is not in a group whose members are the first people of the sample. */
function outsider({ users, members }, group, index) {
  const first = members[group]?.length ?? 0;
  return users[(first + (index % (users.length - first))) % users.length].id;
}

function patch(path, ...Operations) {
  return send('PATCH', path, { schemas: [PATCH_OP], Operations });
}

function post(path, content) {
  return send('POST', path, content);
}

function put(path, content) {
  return send('PUT', path, content);
}

function send(method, path, content) {
  return { method, path, body: JSON.stringify(content), headers: { 'content-type': 'application/scim+json' } };
}
