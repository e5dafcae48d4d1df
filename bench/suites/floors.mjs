import { startMuster, startProgram } from '../programs.mjs';
import { newOrganization, PEER_GROUP, peerOrganization } from '../organizations.mjs';
import { get, newPerson, oneMember, pick, requests, secondHalf, toMuster, toPeer, turned } from '../requests.mjs';

const JSON_BODY = { 'content-type': 'application/json' };

/** The same requests at Muster, at programs that do no more than the statements, and at a peer without a database. */
export const floors = {
  name: 'floors',
  about: 'beside programs that do the same statements and nothing of SCIM, and beside a peer that keeps all in memory',

  async *run({ database, people, compare, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const sizes = { Ten: 10, Large: PEER_GROUP };
    const organization = await newOrganization(server, database.url, { people, sizes });
    const peers = peerOrganization(people);
    const environment = {
      DATABASE_URL: database.url,
      KEY: peers.key,
      PEOPLE: String(people),
      GROUP_SIZE: String(PEER_GROUP),
    };
    const nest = await startProgram('Nest', 'nest.mjs', environment);
    const node = await startProgram('node:http', 'node-http.mjs', environment);
    const peer = await startProgram('scimmy', 'scimmy.mjs', environment);
    for (const { name, request, floor, connections, inPeer, limits } of scenarios) {
      if (!only(name)) continue;
      const contestants = [
        { name: 'Muster', program: server, next: request ? toMuster(request, organization) : () => get('/livez') },
        ...(floor ? [nest, node] : []).map((program) => ({ name: program.name, program, next: floor(organization) })),
        ...(inPeer ? [{ name: peer.name, program: peer, next: toPeer(request, peers), ...inPeer }] : []),
      ];
      yield compare(
        name,
        contestants.map((contestant) => ({ connections, ...contestant })),
        limits,
      );
    }
    for (const program of [server, nest, node, peer]) await program.stop();
  },
};

const cheap = (most) => ({ of: 'Muster', to: 'Nest', measure: 'cpu', atMost: most });
const quick = (least, to = 'scimmy') => ({ of: 'Muster', to, measure: 'requestsPerSecond', atLeast: least });
const AHEAD = 1;
const HALF = 0.5;

const lookUp = (name, floor, value, inPeer, limits) => ({
  name,
  request: requests[name],
  floor: (organization) => (index) =>
    get(`/${floor}/${organization.id}/${encodeURIComponent(value(pick(organization, index)))}`),
  inPeer,
  limits,
});
/** What the peer finds in a map, and what it goes through everybody for, at length. */
const FROM_MAP = {};
const FROM_ALL = { connections: 1, amount: 1 };
const ASKED_FROM_MAP = [cheap(1.3), quick(AHEAD, 'Nest'), quick(HALF)];
const ASKED_FROM_ALL = [cheap(1.3), quick(AHEAD, 'Nest'), quick(AHEAD)];

/** `floor` makes the n-th request of the floor programs, `inPeer` says how the peer is asked; each where it takes part. */
const scenarios = [
  { name: 'nothing', floor: () => () => get('/nothing'), limits: [cheap(1)] },
  lookUp('GET by id', 'userById', ({ id }) => id, FROM_MAP, ASKED_FROM_MAP),
  lookUp('userName eq', 'userByName', ({ userName }) => userName, FROM_MAP, ASKED_FROM_MAP),
  lookUp('externalId eq', 'userByExternalId', ({ externalId }) => externalId, FROM_ALL, ASKED_FROM_ALL),
  lookUp('emails.value eq', 'userByEmail', ({ userName }) => userName, FROM_ALL, ASKED_FROM_ALL),
  lookUp('emails[type and value]', 'userByEmail', ({ userName }) => userName, FROM_ALL, ASKED_FROM_ALL),
  {
    name: 'page of 100',
    request: requests['page of 100'],
    floor:
      ({ id }) =>
      () =>
        get(`/page/${id}`),
    inPeer: FROM_ALL,
    limits: [cheap(2), quick(AHEAD)],
  },
  { name: 'unindexed filter', request: requests['unindexed filter'], inPeer: FROM_ALL, limits: [quick(AHEAD)] },
  { name: 'sort by userName', request: requests['sort by userName'], inPeer: FROM_ALL, limits: [quick(AHEAD)] },
  {
    name: 'sort by family name',
    request: requests['sort by family name'],
    inPeer: FROM_ALL,
    limits: [quick(AHEAD)],
  },
  {
    name: 'POST user',
    request: requests['POST user'],
    floor:
      ({ id }) =>
      () => {
        const person = newPerson();
        const path = `/createUser/${id}/${person.userName}`;
        return { method: 'POST', path, body: JSON.stringify(person), headers: JSON_BODY };
      },
    inPeer: FROM_MAP,
    limits: [cheap(1.5), quick(HALF)],
  },
  {
    name: 'PUT user',
    request: requests['PUT user'],
    floor: (organization) => (index) => {
      const person = newPerson();
      const path = `/replaceUser/${organization.id}/${pick(organization, index).id}/${person.userName}`;
      return { method: 'POST', path, body: JSON.stringify(person), headers: JSON_BODY };
    },
    inPeer: FROM_MAP,
    limits: [cheap(1.5), quick(HALF)],
  },
  {
    name: 'PATCH active',
    request: requests['PATCH active'],
    floor: (organization) => (index) => {
      const { id, active } = turned(secondHalf(organization), index);
      return get(`/deactivate/${organization.id}/${id}/${active}`);
    },
    inPeer: FROM_MAP,
    limits: [cheap(1.5), quick(HALF)],
  },
  member('PATCH one member of 10', 'Ten', [cheap(1.5)]),
  { ...member('PATCH one member of 5,000', 'Large', [cheap(1.5), quick(AHEAD)]), inPeer: FROM_ALL },
  {
    name: 'look up and create',
    request: requests['look up and create'],
    connections: 1,
    inPeer: FROM_MAP,
    limits: [quick(HALF)],
  },
];

function member(name, group, limits) {
  return {
    name,
    connections: 1,
    request: oneMember(group),
    floor:
      ({ id, users, groups }) =>
      (index) => {
        const person = users.at(-1 - (Math.floor(index / 2) % 1_000)).id;
        return get(`/changeMember/${id}/${groups[group]}/${person}/${index % 2 === 0}`);
      },
    limits,
  };
}
