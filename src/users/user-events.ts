import type { EventDraft } from '../events/event.js';
import type { ResourceType } from '../scim/attributes/resource-type.js';
import { AttributeEvents } from '../scim/resource/attribute-events.js';
import type { ResourceEvents } from '../scim/resource/resource-parts.js';
import { userCodec } from './user-codec.js';
import { isActive } from './user-status.js';
import { userType } from './user-type.js';
import type { User } from './users.repository.js';

/** The events of a person: `active` has events of its own, and so has what only the row tells. */
export class UserEvents implements ResourceEvents<User> {
  private readonly attributes = new AttributeEvents(userType, userCodec);

  created(user: User, type: ResourceType): EventDraft[] {
    const { status } = user;
    const created = this.attributes.created(user, type).map((draft) => ({ ...draft, data: { ...draft.data, status } }));
    return user.isAdmin ? [...created, this.attributes.event('made_admin', user, { status })] : created;
  }

  changed(before: User, after: User, type: ResourceType): EventDraft[] {
    const { attributes } = this;
    const drafts = attributes.changed({ ...before, status: after.status }, after, type);
    if (before.isProvisioned !== after.isProvisioned) drafts.push(attributes.event('taken_over', after, {}));
    if (before.isHeld && !after.isHeld)
      drafts.push(attributes.event('hold_ended', after, { because: isActive(after) ? 'active' : 'deactivated' }));
    if (isActive(before) === isActive(after)) return drafts;
    const what = isActive(after) ? 'activated' : 'deactivated';
    return [...drafts, attributes.event(what, after, { status: after.status, statusBefore: before.status })];
  }

  deleted(user: User, type: ResourceType): EventDraft[] {
    const ended = user.isHeld ? [this.attributes.event('hold_ended', user, { because: 'deleted' })] : [];
    return [...ended, ...this.attributes.deleted(user, type)];
  }
}
