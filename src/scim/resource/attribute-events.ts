import type { EventDraft } from '../../events/event.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { changedAttributes, withoutSecrets } from './changed-attributes.js';
import type { ResourceCodec, ResourceEvents } from './resource-parts.js';
import type { ResourceRow } from './resource.repository.js';

/** Tells which attributes a resource has got, has changed and has had. */
export class AttributeEvents<Row extends ResourceRow> implements ResourceEvents<Row> {
  constructor(
    private readonly type: ResourceType,
    private readonly codec: ResourceCodec<Row>,
  ) {}

  created(row: Row, type: ResourceType): EventDraft[] {
    return [this.event('created', row, { attributes: withoutSecrets(this.codec.documentOf(row), type) })];
  }

  changed(before: Row, after: Row, type: ResourceType): EventDraft[] {
    const changes = changedAttributes(this.codec.documentOf(before), this.codec.documentOf(after), type);
    return Object.keys(changes).length === 0 ? [] : [this.event('updated', after, { changes })];
  }

  deleted(row: Row, type: ResourceType): EventDraft[] {
    return [this.event('deleted', row, { attributes: withoutSecrets(this.codec.documentOf(row), type) })];
  }

  /** @param what happened, as the second half of the event's type */
  event(what: string, { id }: Row, data: object): EventDraft {
    const resourceType = this.type.name;
    return { type: `${resourceType.toLowerCase()}.${what}`, resourceType, resourceId: id, data };
  }
}
