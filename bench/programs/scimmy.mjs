/** Peer: scimmy-routers on a store that could not be quicker, maps in memory. */
import express from 'express';
import { Resources, Types } from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';

const { KEY, PEOPLE, GROUP_SIZE } = process.env;
const users = new Map();
const byName = new Map();
const groups = new Map();
const now = new Date().toISOString();

function put(store, resource) {
  const id = resource.id ?? String(store.size + 1);
  const stored = { ...resource, id, meta: { created: now, lastModified: now } };
  store.set(id, stored);
  if (store === users) byName.set(stored.userName.toLowerCase(), stored);
  return stored;
}

/** Answers an equality of userName from the map; everything else gets the whole store, as the library's examples do. */
function read(store) {
  return ({ id, filter }) => {
    if (id !== undefined) return store.get(id) ?? notFound();
    const wanted = filter?.[0]?.userName;
    if (wanted?.[0] === 'eq') return [byName.get(wanted[1].toLowerCase())].filter(Boolean);
    return [...store.values()];
  };
}

function notFound() {
  throw new Types.Error(404, null, 'Not found');
}

const handlers = (store) => ({
  egress: read(store),
  ingress: (resource, data) => put(store, { ...store.get(resource.id), ...data, id: resource.id }),
  degress: ({ id }) => void store.delete(id),
});

Resources.declare(Resources.User, handlers(users));
Resources.declare(Resources.Group, handlers(groups));

for (let number = 1; number <= Number(PEOPLE); number += 1) {
  const userName = `person-${number}@example.com`;
  put(users, {
    id: String(number),
    userName,
    externalId: `00u${number}`,
    name: { givenName: 'Ada', familyName: `Number ${number}`, formatted: `Ada Number ${number}` },
    displayName: `Ada Number ${number}`,
    title: 'Engineer',
    locale: 'en-US',
    active: true,
    emails: [{ value: userName, type: 'work', primary: true }],
  });
}
const members = Array.from({ length: Number(GROUP_SIZE) }, (_, index) => ({ value: String(index + 1), type: 'User' }));
put(groups, { id: 'large', displayName: 'Large', members });

const app = express();
app.get('/ready', (_request, response) => void response.json({}));
const handler = (request) => {
  if (request.header('Authorization') !== `Bearer ${KEY}`) throw new Error('Wrong key');
  return 'bench';
};
app.use('/scim', new SCIMMYRouters({ type: 'bearer', handler }));
app.listen(Number(process.env.PORT), '127.0.0.1');
