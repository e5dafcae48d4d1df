import { beforeAll, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { withMuster, withTenant } from '../support/muster.js';
import { type Json, type Leaf, matches, pools, randomComparison, type Tree, written } from './filter-model.js';
import { Random } from './random.js';

const CASES = 2_000;
const PEOPLE = 40;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:example:params:scim:schemas:extension:property:2.0:User';
const random = Random.fromEnvironment();
const muster = withMuster();
const tenant = withTenant(muster);
let people: (Json & { id: string })[];

const at = (value: unknown, name: string) => (value as Json | undefined)?.[name];
const list = (value: unknown) => (value ?? []) as Json[];
const single = (path: string, kind: Leaf['kind'], read: (resource: Json) => unknown): Leaf => ({
  path,
  kind,
  multiValued: false,
  values: (resource) => [read(resource)],
});
const plural = (attribute: string, sub: string, kind: Leaf['kind'], path = `${attribute}.${sub}`): Leaf => ({
  path,
  kind,
  multiValued: true,
  values: (resource) => list(resource[attribute]).map((element) => element[sub]),
});
const custom = (name: string, kind: Leaf['kind']) =>
  single(`${CUSTOM}:${name}`, kind, (resource) => at(resource[CUSTOM], name));

const leaves: Leaf[] = [
  single('userName', 'name', (resource) => resource['userName']),
  single('externalId', 'exact', (resource) => resource['externalId']),
  single('title', 'text', (resource) => resource['title']),
  single(`${USER}:nickName`, 'text', (resource) => resource['nickName']),
  single('profileUrl', 'exact', (resource) => resource['profileUrl']),
  single('name.familyName', 'text', (resource) => at(resource['name'], 'familyName')),
  single('active', 'boolean', (resource) => resource['active']),
  single('meta.created', 'time', (resource) => at(resource['meta'], 'created')),
  single(`${ENTERPRISE}:department`, 'text', (resource) => at(resource[ENTERPRISE], 'department')),
  single(`${ENTERPRISE}:manager.value`, 'exact', (resource) => at(at(resource[ENTERPRISE], 'manager'), 'value')),
  custom('whole', 'number'),
  custom('rate', 'number'),
  custom('since', 'time'),
  custom('code', 'exact'),
  plural('emails', 'value', 'name'),
  { ...plural('emails', 'value', 'name', 'emails'), nodes: (resource) => list(resource['emails']) },
  { ...plural('emails', 'type', 'text'), assumed: 'work' },
  plural('phoneNumbers', 'value', 'text'),
  plural('phoneNumbers', 'primary', 'boolean'),
  plural('roles', 'display', 'text'),
  plural('groups', 'display', 'text'),
];
const elements: [string, Leaf[]][] = ['emails', 'phoneNumbers', 'roles', 'groups'].map((attribute) => [
  attribute,
  [
    ...(attribute === 'groups'
      ? []
      : [single('value', attribute === 'emails' ? 'name' : 'text', (element) => element['value'])]),
    {
      ...single('type', 'text', (element) => element['type']),
      ...(attribute === 'emails' && { assumed: 'work' }),
    },
    single('display', 'text', (element) => element['display']),
    ...(attribute === 'groups' ? [] : [single('primary', 'boolean', (element) => element['primary'])]),
  ],
]);

function randomTree(depth: number): Tree {
  const dice = random.below(10);
  if (depth > 0 && dice < 3)
    return { is: random.pick(['and', 'or']), terms: random.several(2, 3, () => randomTree(depth - 1)) };
  if (depth > 0 && dice === 3) return { is: 'not', term: randomTree(depth - 1) };
  if (dice < 6) {
    const [path, subs] = random.pick(elements);
    return { is: 'element', path, elements: (resource) => list(resource[path]), inner: randomInner(subs, 2) };
  }
  return randomComparison(random, random.pick(leaves));
}

function randomInner(subs: Leaf[], depth: number): Tree {
  if (depth > 0 && random.chance(40))
    return { is: random.pick(['and', 'or']), terms: random.several(2, 2, () => randomInner(subs, depth - 1)) };
  if (depth > 0 && random.chance(15)) return { is: 'not', term: randomInner(subs, depth - 1) };
  return randomComparison(random, random.pick(subs));
}

const maybe = <T>(make: () => T): T | undefined => (random.chance(60) ? make() : undefined);
const text = () => random.pick(pools.text);

function randomUser(index: number): Json {
  const element = () => ({
    value: random.pick(pools.text) + random.pick(['', '@x.io']),
    type: maybe(() => random.pick(['work', 'HOME', 'é'])),
    display: maybe(text),
    ...(random.chance(30) && { primary: false }),
  });
  const several = () => {
    const made: Json[] = random.several(0, 3, element);
    if (made[0] && random.chance(40)) made[0]['primary'] = true;
    return made;
  };
  return {
    schemas: [USER],
    userName: `${index}${text()}`,
    externalId: maybe(text),
    title: maybe(text),
    nickName: random.chance(20) ? '' : maybe(text),
    profileUrl: maybe(text),
    name: maybe(() => ({ familyName: text() })),
    active: random.chance(70),
    emails: several(),
    phoneNumbers: several(),
    roles: several(),
    [ENTERPRISE]: maybe(() => ({ department: maybe(text), manager: maybe(() => ({ value: text() })) })),
    [CUSTOM]: maybe(() => ({
      whole: maybe(() => random.pick([-1, 0, 1, 7])),
      rate: maybe(() => random.pick(pools.number)),
      since: maybe(() => random.pick(pools.time)),
      code: maybe(text),
    })),
  };
}

beforeAll(async () => {
  const attributes = [
    { name: 'whole', type: 'integer' },
    { name: 'rate', type: 'decimal' },
    { name: 'since', type: 'dateTime' },
    { name: 'code', caseExact: true },
  ];
  const schemas = muster.app.get(SchemasService);
  await schemas.register(tenant.organizationId, 'User', { id: CUSTOM, name: 'Property', attributes }, OPERATOR);
  const ids: string[] = [];
  for (let index = 0; index < PEOPLE; index += 1) ids.push((await tenant.newUser(randomUser(index))).id);
  const groups: string[] = [];
  for (const displayName of ['a', 'É', 'a_b', 'straße']) {
    const members = [...ids.filter(() => random.chance(20)), ...groups.filter(() => random.chance(50))];
    groups.push((await tenant.newGroup({ displayName, members: members.map((value) => ({ value })) })).id);
  }
  people = (await tenant.get('/Users?count=1000')).json.Resources;
});

test(`${CASES} random filters find whom a small reference evaluator finds (PROPERTY_SEED=${random.seed})`, async () => {
  let found = 0;
  for (let number = 0; number < CASES; number += 1) {
    const tree = randomTree(2);
    const filter = written(random, tree);
    const { status, json } = await tenant.post('/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter,
      attributes: ['id'],
      count: 1_000,
    });
    const wanted = people.filter((person) => matches(tree, person)).map(({ id }) => id);
    const ids = status === 200 ? json.Resources.map(({ id }: { id: string }) => id) : json;
    if (JSON.stringify(ids) !== JSON.stringify(wanted)) {
      const odd = people.find(({ id }) => ids.includes?.(id) !== wanted.includes(id));
      throw new Error(`Filter ${number}: ${filter}\n${JSON.stringify(ids.detail ?? odd)}`);
    }
    found += ids.length;
  }
  // Filters that find nobody, or everybody, would prove little.
  expect(found / CASES).toBeGreaterThan(PEOPLE * 0.1);
  expect(found / CASES).toBeLessThan(PEOPLE * 0.9);
}, 240_000);
