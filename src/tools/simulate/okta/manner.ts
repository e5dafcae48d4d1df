import { done } from './expectations.js';
import type { Json } from './okta-client.js';
import type { Transcript } from './transcript.js';

export type Mode = 'patch' | 'put';

/** Members that Okta changes with one PATCH. */
const BATCH = 100;
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** How an Okta app changes what is there already. */
export interface Manner {
  setActive(user: Json, active: boolean): Promise<void>;
  rename(group: Json, displayName: string): Promise<void>;
  /** @param present who is in the group before */
  addMembers(group: Json, present: readonly string[], added: readonly string[]): Promise<void>;
  removeMember(group: Json, present: readonly string[], removed: string): Promise<void>;
}

export function mannerOf(mode: Mode, transcript: Transcript): Manner {
  return mode === 'patch' ? new CatalogueApp(transcript) : new WizardApp(transcript);
}

/** An integration of the catalogue: PATCH for `active` and for groups. */
class CatalogueApp implements Manner {
  constructor(private readonly transcript: Transcript) {}

  setActive({ id }: Json, active: boolean): Promise<void> {
    return this.patch(active ? 'reactivate' : 'deactivate', `/Users/${id}`, [{ op: 'replace', value: { active } }]);
  }

  rename({ id }: Json, displayName: string): Promise<void> {
    return this.patch('rename the group', `/Groups/${id}`, [{ op: 'replace', value: { id, displayName } }]);
  }

  async addMembers({ id }: Json, _present: readonly string[], added: readonly string[]): Promise<void> {
    for (let start = 0; start < added.length; start += BATCH) {
      const value = added.slice(start, start + BATCH).map(member);
      await this.patch('add members', `/Groups/${id}`, [{ op: 'add', path: 'members', value }]);
    }
  }

  removeMember({ id }: Json, _present: readonly string[], removed: string): Promise<void> {
    return this.patch('remove a member', `/Groups/${id}`, [{ op: 'remove', path: `members[value eq "${removed}"]` }]);
  }

  private async patch(name: string, path: string, operations: Json[]): Promise<void> {
    await this.transcript.step(name, 'PATCH', path, { schemas: [PATCH_OP], Operations: operations }, done);
  }
}

/** An app of the App Integration Wizard: PUT for everything. */
class WizardApp implements Manner {
  constructor(private readonly transcript: Transcript) {}

  setActive(user: Json, active: boolean): Promise<void> {
    return this.put(active ? 'reactivate' : 'deactivate', '/Users', { ...user, active });
  }

  rename(group: Json, displayName: string): Promise<void> {
    return this.put('rename the group', '/Groups', { ...group, displayName });
  }

  addMembers(group: Json, present: readonly string[], added: readonly string[]): Promise<void> {
    return this.put('add members', '/Groups', { ...group, members: [...present, ...added].map(member) });
  }

  removeMember(group: Json, present: readonly string[], removed: string): Promise<void> {
    return this.put('remove a member', '/Groups', {
      ...group,
      members: present.filter((id) => id !== removed).map(member),
    });
  }

  private async put(name: string, endpoint: string, resource: Json): Promise<void> {
    await this.transcript.step(name, 'PUT', `${endpoint}/${resource['id']}`, resource, { ...done, status: [200] });
  }
}

function member(value: string): Json {
  return { value, display: value };
}
