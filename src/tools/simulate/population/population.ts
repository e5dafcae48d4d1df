import type { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Actor } from '../../../events/actor.js';
import type { GroupsService } from '../../../groups/groups.service.js';
import type { ScimContext } from '../../../scim/protocol/scim-context.js';
import type { UsersService } from '../../../users/users.service.js';
import { copiedId, copyBlock, creationsOf, type Template } from './blocks.js';
import { BLOCK_SIZE, person } from './people.js';

export interface PopulationSize {
  readonly people: number;
  readonly groups: number;
  /** Members of the largest group; the others have fewer and fewer. */
  readonly largestGroup: number;
}

/** What has come about; one kind after the other. */
export interface Progress {
  readonly what: 'people' | 'groups';
  readonly done: number;
}

/** Each in a transaction of its own. */
const BLOCKS_AT_ONCE = 4;
const GROUPS_AT_ONCE = 4;
const MEMBERS_AT_ONCE = 10_000;
const NO_MEMBERS = { attributes: [], excludedAttributes: ['members'] };
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** People are an identity provider's, which goes on with them. */
const PROVIDER: Actor = { kind: 'key', label: 'muster simulate population' };
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * Fills an organization with people and groups, with all rows and events that requests would have left. The first block
 * of people is made by the service that requests are served by; the database itself copies it.
 */
export class Population {
  private readonly ids: string[] = [];

  private readonly context: ScimContext;

  constructor(
    context: ScimContext,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly groups: GroupsService,
  ) {
    // Nobody of them can be reached by mail.
    this.context = { ...context, actor: PROVIDER, settings: { ...context.settings, invitesLater: true } };
  }

  /** @throws ScimError uniqueness when the organization has some of these people or groups already */
  async *populate({ people, groups, largestGroup }: PopulationSize): AsyncGenerator<Progress> {
    const template = await this.firstBlock(Math.min(people, BLOCK_SIZE));
    this.ids.push(...template.ids);
    yield { what: 'people', done: this.ids.length };
    let start = template.time;
    for (let block = 1; this.ids.length < people; block += BLOCKS_AT_ONCE) {
      // No two blocks in one millisecond: it is what their ids differ in.
      start = Math.max(Date.now(), start + BLOCKS_AT_ONCE);
      const left = people - this.ids.length;
      const sizes = Array.from({ length: BLOCKS_AT_ONCE }, (_, index) =>
        Math.min(BLOCK_SIZE, left - index * BLOCK_SIZE),
      );
      const copies = sizes
        .filter((size) => size > 0)
        .map((size, index) => ({ size, block: block + index, time: start + index }));
      await Promise.all(
        copies.map((copy) => this.unitOfWork.run((transaction) => copyBlock(transaction, template, copy))),
      );
      for (const { size, time } of copies)
        this.ids.push(...template.ids.slice(0, size).map((id) => copiedId(id, time)));
      yield { what: 'people', done: this.ids.length };
    }
    for (let rank = 1; rank <= groups; rank += GROUPS_AT_ONCE) {
      const ranks = Array.from({ length: Math.min(GROUPS_AT_ONCE, groups - rank + 1) }, (_, index) => rank + index);
      await Promise.all(ranks.map((each) => this.group(each, largestGroup)));
      yield { what: 'groups', done: ranks.at(-1)! };
    }
  }

  private async firstBlock(size: number): Promise<Template> {
    const { organizationId } = this.context;
    const bodies = Array.from({ length: size }, (_, index) => person(index));
    const ids = await this.users.createAll(this.context, bodies);
    const events = await this.unitOfWork.read((connection) => creationsOf(connection, organizationId, ids));
    return { organizationId, ids, events, time: Date.now() };
  }

  /** The group of rank n has the n-th part of the largest one's members: so sizes are spread in companies. */
  private async group(rank: number, largestGroup: number): Promise<void> {
    const size = Math.min(this.ids.length, Math.ceil(largestGroup / rank));
    const first = (rank * 7) % this.ids.length;
    const members = [
      ...this.ids.slice(first, first + size),
      ...this.ids.slice(0, Math.max(0, first + size - this.ids.length)),
    ];
    const part = (start: number) => members.slice(start, start + MEMBERS_AT_ONCE).map((value) => ({ value }));
    const body = { schemas: [GROUP], displayName: `Group ${rank}`, members: part(0) };
    const { id } = await this.groups.create(this.context, body, NO_MEMBERS);
    for (let start = MEMBERS_AT_ONCE; start < size; start += MEMBERS_AT_ONCE) {
      const Operations = [{ op: 'add', path: 'members', value: part(start) }];
      await this.groups.patch(this.context, id, { schemas: [PATCH_OP], Operations }, undefined, NO_MEMBERS, false);
    }
  }
}
