import { randomBytes } from 'node:crypto';
import { found, gone, list, members, refused, resource, resourcesOf } from './expectations.js';
import { type Manner, mannerOf, type Mode } from './manner.js';
import type { Json, OktaClient } from './okta-client.js';
import type { Transcript } from './transcript.js';

export interface Scenario {
  readonly mode: Mode;
  readonly people: number;
  readonly groups: number;
  /** Leaves people and groups where they are. */
  readonly keep: boolean;
}

const AT_ONCE = 5;
const PAGE = 100;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** How many steps a scenario has when all goes well, for the progress bar; imports of many pages add some. */
export function stepsOf({ people, groups, keep }: Scenario): number {
  const batches = Math.ceil(people / PAGE);
  return 5 + people * 4 + 2 + groups * (3 + batches) + 12 + (keep ? 0 : people + groups - 1);
}

/** What Okta says to a SCIM server, from the first test of its credentials to the end of a person's assignment. */
export class Conversation {
  private readonly run = randomBytes(4).toString('hex');
  private readonly manner: Manner;
  private readonly users: Json[] = [];
  private readonly groups: Json[] = [];

  constructor(
    private readonly client: OktaClient,
    private readonly transcript: Transcript,
    private readonly scenario: Scenario,
  ) {
    this.manner = mannerOf(scenario.mode, transcript);
  }

  async play(): Promise<void> {
    const { transcript } = this;
    const isOpen = await transcript.part(() => this.testCredentials());
    if (!isOpen) return transcript.skip('everything else');
    await transcript.part(() => this.importAll());
    await this.assignPeople();
    if (this.users.length === 0) return transcript.skip('groups and life of a person');
    await transcript.part(() => this.refuseDoubles());
    await transcript.part(() => this.updateProfile());
    for (let index = 1; index <= this.scenario.groups; index += 1) await transcript.part(() => this.pushGroup(index));
    if (this.groups.length > 0) await transcript.part(() => this.changeGroup(this.groups[0]!));
    await transcript.part(() => this.deactivateAndReactivate());
    if (this.groups.length > 0) await transcript.part(() => this.deleteGroup());
    await transcript.part(() => this.askForNobody());
    if (!this.scenario.keep) await this.tidyUp();
  }

  private async testCredentials(): Promise<void> {
    const { transcript } = this;
    await transcript.step('test API credentials', 'GET', '/Users?startIndex=1&count=2', undefined, list());
    await transcript.step('test API credentials', 'GET', '/Groups?startIndex=1&count=100', undefined, list());
    const wrong = this.client.withWrongKey();
    await transcript.step('a wrong key', 'GET', '/Users?startIndex=1&count=2', undefined, refused(401), wrong);
  }

  private async importAll(): Promise<void> {
    for (const endpoint of ['/Users', '/Groups']) {
      const seen = new Set<unknown>();
      let total = 1;
      for (let startIndex = 1; startIndex <= total; startIndex += PAGE) {
        const path = `${endpoint}?startIndex=${startIndex}&count=${PAGE}`;
        const page = await this.transcript.step(
          'import',
          'GET',
          path,
          undefined,
          list('nothing twice', (body) => {
            const ids = resourcesOf(body).map(({ id }) => id);
            const isRepeated = ids.some((id) => seen.has(id)) || new Set(ids).size < ids.length;
            for (const id of ids) seen.add(id);
            if (isRepeated) return 'A resource came twice';
            const isLast = startIndex + PAGE > Number(body['totalResults']);
            return isLast && seen.size !== body['totalResults']
              ? `Wanted ${String(body['totalResults'])} in all, got ${seen.size}`
              : undefined;
          }),
        );
        total = Number(page['totalResults']);
      }
    }
  }

  private async assignPeople(): Promise<void> {
    const numbers = Array.from({ length: this.scenario.people }, (_, index) => index + 1);
    const worker = async () => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const person = number;
        await this.transcript.part(() => this.assign(person));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private async assign(number: number): Promise<void> {
    const userName = `okta-${this.run}-${number}@example.com`;
    await this.lookUp('assign: look the person up', userName, 0);
    const created = await this.transcript.step(
      'assign: create',
      'POST',
      '/Users',
      this.person(userName, number),
      resource(201, { userName, active: true }),
    );
    this.users.push(created);
    await this.lookUp('assign: find again', userName, 1);
    await this.lookUp('assign: find in capitals', userName.toUpperCase(), 1);
  }

  private async refuseDoubles(): Promise<void> {
    const userName = String(this.users[0]!['userName']);
    await this.transcript.step(
      'create the same again',
      'POST',
      '/Users',
      this.person(userName, 1),
      refused(409, 'uniqueness'),
    );
  }

  private async updateProfile(): Promise<void> {
    const { id } = this.users[0]!;
    const whole = {
      ...(await this.read('/Users', id)),
      title: 'Simulated',
      password: randomBytes(12).toString('base64url'),
      groups: [],
    };
    await this.transcript.step(
      'update the profile',
      'PUT',
      `/Users/${id}`,
      whole,
      resource(200, { id, title: 'Simulated' }),
    );
  }

  private async pushGroup(index: number): Promise<void> {
    const displayName = `Okta ${this.run} ${index}`;
    const filter = encodeURIComponent(`displayName eq "${displayName}"`);
    await this.transcript.step(
      'push a group: look it up',
      'GET',
      `/Groups?filter=${filter}&startIndex=1&count=100`,
      undefined,
      found(0),
    );
    const body = { schemas: [GROUP], displayName, members: [] };
    const group = await this.transcript.step(
      'push a group: create',
      'POST',
      '/Groups',
      body,
      resource(201, { displayName }),
    );
    this.groups.push(group);
    await this.manner.addMembers(group, [], this.userIds());
    await this.transcript.step(
      'push a group: members',
      'GET',
      `/Groups/${group['id']}`,
      undefined,
      members(this.userIds()),
    );
  }

  private async changeGroup(group: Json): Promise<void> {
    const { id } = group;
    const renamed = `${String(group['displayName'])} renamed`;
    await this.manner.rename(await this.read('/Groups', id), renamed);
    const whole = await this.transcript.step(
      'after the renaming',
      'GET',
      `/Groups/${id}`,
      undefined,
      members(this.userIds(), renamed),
    );
    const [leaving] = this.userIds();
    await this.manner.removeMember(whole, this.userIds(), leaving!);
    await this.transcript.step(
      'after the removal',
      'GET',
      `/Groups/${id}`,
      undefined,
      members(this.userIds().slice(1)),
    );
    await this.transcript.step('the removed person', 'GET', `/Users/${leaving}`, undefined, {
      ...resource(200, { id: leaving }, 'not in the group'),
      check: ({ groups }) =>
        JSON.stringify(groups ?? []).includes(String(id)) ? 'The person still shows the group' : undefined,
    });
  }

  private async deactivateAndReactivate(): Promise<void> {
    const user = this.users[0]!;
    const { id } = user;
    await this.manner.setActive(await this.read('/Users', id), false);
    await this.transcript.step(
      'after the deactivation',
      'GET',
      `/Users/${id}`,
      undefined,
      resource(200, { id, active: false }),
    );
    await this.lookUp('find the deactivated person', String(user['userName']), 1);
    await this.manner.setActive(await this.read('/Users', id), true);
    await this.transcript.step(
      'after the reactivation',
      'GET',
      `/Users/${id}`,
      undefined,
      resource(200, { id, active: true }),
    );
  }

  private async deleteGroup(): Promise<void> {
    const { id } = this.groups.shift()!;
    await this.transcript.step('delete a pushed group', 'DELETE', `/Groups/${id}`, undefined, gone);
    await this.transcript.step('the deleted group', 'GET', `/Groups/${id}`, undefined, refused(404));
    const user = this.users[0]!['id'];
    await this.transcript.step('its people', 'GET', `/Users/${user}`, undefined, resource(200, { id: user }));
  }

  private async askForNobody(): Promise<void> {
    await this.transcript.step(
      'an unknown id',
      'GET',
      '/Users/010101001010101011001010101011',
      undefined,
      refused(404),
    );
  }

  /** Okta itself deactivates people and never deletes them; the simulation takes away what it made. */
  private async tidyUp(): Promise<void> {
    for (const { id } of this.groups) await this.transcript.part(() => this.remove(`/Groups/${id}`));
    for (const { id } of this.users) await this.transcript.part(() => this.remove(`/Users/${id}`));
  }

  private async remove(path: string): Promise<void> {
    await this.transcript.step('tidy up', 'DELETE', path, undefined, gone);
  }

  private read(endpoint: string, id: unknown): Promise<Json> {
    return this.transcript.step('read before the change', 'GET', `${endpoint}/${id}`, undefined, resource(200, { id }));
  }

  private async lookUp(name: string, userName: string, count: number): Promise<void> {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    await this.transcript.step(name, 'GET', `/Users?filter=${filter}&startIndex=1&count=100`, undefined, found(count));
  }

  private userIds(): string[] {
    return this.users.map(({ id }) => String(id));
  }

  private person(userName: string, number: number): Json {
    return {
      schemas: [USER],
      userName,
      name: { givenName: 'Okta', familyName: `Person ${number}` },
      emails: [{ primary: true, value: userName, type: 'work' }],
      displayName: `Okta Person ${number}`,
      locale: 'en-US',
      externalId: `00u${randomBytes(9).toString('hex').slice(0, 17)}`,
      groups: [],
      password: randomBytes(12).toString('base64url'),
      active: true,
    };
  }
}
