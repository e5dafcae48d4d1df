import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';
import { applied, type Change, type Element, type Person, type Target } from './patch-model.js';
import { Random } from './random.js';

const SEQUENCES = 250;
const STEPS = 6;
const GROUP_STEPS = 300;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PARTS = ['givenName', 'familyName', 'middleName'];
const DEPARTMENTS = ['department', 'costCenter', 'division'];
const TYPES = ['work', 'home', 'other'];
const random = Random.fromEnvironment();
const muster = withMuster();
const tenant = withTenant(muster);

const word = () => random.pick(['a', 'b', 'c', 'd']);
const email = (): Element => ({
  ...(random.chance(90) && { value: `${word()}@x.io` }),
  ...(random.chance(80) && { type: random.pick(TYPES) }),
  ...(random.chance(20) && { display: word() }),
  ...(random.chance(25) && { primary: random.chance(70) }),
});
const emails = () => random.several(1, 3, email).filter((each) => Object.keys(each).length > 0);
const record = (names: string[]) =>
  Object.fromEntries(random.several(1, 2, () => random.pick(names)).map((name) => [name, word()]));

function randomTarget(): Target {
  switch (random.below(8)) {
    case 0:
      return { at: random.pick(['title', 'nickName'] as const) };
    case 1:
      return { at: 'name' };
    case 2:
      return { at: 'name.part', part: random.pick(PARTS) };
    case 3:
      return { at: 'enterprise', part: random.pick(DEPARTMENTS) };
    case 4:
      return { at: 'emails.each', sub: random.pick(['display', 'type']) };
    case 5:
    case 6:
      return {
        at: 'emails.some',
        type: random.pick(TYPES),
        ...(random.chance(60) && { sub: random.pick(['value', 'display', 'primary']) }),
      };
    default:
      return { at: 'emails' };
  }
}

function randomChange(): Change {
  const target = randomTarget();
  const op = random.pick(['add', 'remove', 'replace'] as const);
  if (op === 'remove' && (target.at !== 'emails' || random.chance(50))) return { op, target };
  return { op, target, value: randomValue(target) };
}

function randomValue(target: Target): unknown {
  switch (target.at) {
    case 'name':
      return record(PARTS);
    case 'emails':
      return emails();
    case 'emails.each':
      return target.sub === 'type' ? random.pick(TYPES) : word();
    case 'emails.some':
      if (target.sub === 'primary') return true;
      return target.sub ? `${word()}@x.io` : { value: `${word()}@x.io`, type: target.type };
    default:
      return word();
  }
}

/** In one of the forms in which clients send it. */
function sent({ op, target, value }: Change): object {
  const operation = (path: string) => ({ op: random.recased(op), path: random.recased(path), value });
  switch (target.at) {
    case 'name.part':
      return operation(`name.${target.part}`);
    case 'enterprise':
      return operation(`${ENTERPRISE}:${target.part}`);
    case 'emails.each':
      return operation(`emails.${target.sub}`);
    case 'emails.some':
      return { op, path: `emails[type eq "${target.type}"]${target.sub ? `.${target.sub}` : ''}`, value };
    default:
      if (op !== 'remove' && random.chance(30)) return { op, value: { [target.at]: value } };
      return operation(target.at);
  }
}

async function state(id: string): Promise<{ person: Person; version: string }> {
  const { json } = await tenant.get(`/Users/${id}`);
  const { title, nickName, name, emails: list, [ENTERPRISE]: enterprise, meta } = json;
  const known = Object.entries({ title, nickName, name, emails: list, enterprise });
  return { person: Object.fromEntries(known.filter(([, value]) => value !== undefined)), version: meta.version };
}

test(`${SEQUENCES * STEPS} random PATCHes of people do what a small model says (PROPERTY_SEED=${random.seed})`, async () => {
  let refused = 0;
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
    const { id } = await tenant.newUser();
    let before = await state(id);
    for (let step = 0; step < STEPS; step += 1) {
      const changes = random.several(1, 3, randomChange);
      const operations = changes.map(sent);
      const wanted = applied(before.person, changes);
      const answer = await tenant.patch(`/Users/${id}`, operations);
      const after = await state(id);
      const context = () => `${JSON.stringify(before.person)}\n${JSON.stringify(operations)}\n${answer.text}`;
      if ((answer.status === 200) !== (wanted !== undefined))
        throw new Error(`Answered ${answer.status}: ${context()}`);
      if (!isDeepStrictEqual(after.person, wanted ?? before.person))
        throw new Error(`Wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(after.person)}: ${context()}`);
      const isChanged = !isDeepStrictEqual(after.person, before.person);
      if (isChanged !== (after.version !== before.version)) throw new Error(`A wrong version: ${context()}`);
      refused += answer.status === 200 ? 0 : 1;
      before = after;
    }
  }
  expect(refused).toBeLessThan(SEQUENCES * STEPS * 0.3);
}, 240_000);

test(`${GROUP_STEPS} random PATCHes of members leave the set that the operations describe (PROPERTY_SEED=${random.seed})`, async () => {
  const people = await Promise.all(Array.from({ length: 8 }, async () => (await tenant.newUser()).id));
  const { id } = await tenant.newGroup();
  const members = new Set<string>();
  for (let step = 0; step < GROUP_STEPS; step += 1) {
    const operations = random.several(1, 3, () => {
      const some = random.several(1, 4, () => random.pick(people));
      const value = some.map((member) => ({ value: member }));
      switch (random.below(6)) {
        case 0:
          members.clear();
          for (const member of some) members.add(member);
          return { op: 'replace', path: 'members', value };
        case 1:
          for (const member of some) members.delete(member);
          return { op: 'Remove', path: 'members', value };
        case 2:
          members.delete(some[0]!);
          return { op: 'remove', path: `members[value eq "${some[0]}"]` };
        case 3:
          members.clear();
          return { op: 'remove', path: 'members' };
        case 4:
          members.add(some[0]!);
          return { op: 'add', value: { members: [value[0]] } };
        default:
          for (const member of some) members.add(member);
          return { op: 'add', path: 'members', value };
      }
    });
    expect((await tenant.patch(`/Groups/${id}`, operations)).status).toBe(204);
    expect([operations, await tenant.membersOf(id)]).toEqual([operations, [...members].toSorted()]);
  }
}, 120_000);
