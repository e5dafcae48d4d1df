import type { Event } from '../../events/event.js';
import { isObject } from '../../scim/attributes/document.js';
import type { ResourceType } from '../../scim/attributes/resource-type.js';
import { EVENT_URIS, type EventUri } from '../../scim/protocol/security-event.js';
import { memberOperations, patchOp, patchOperations } from './patch-of-event.js';

/** More members than that are not named: who is told reads the group (RFC 9967 §5). */
const MAX_MEMBERS = 100;

/** What a security event token says of a change of one resource (RFC 9967 §2). */
export interface ScimEvent {
  /** RFC 9967 §2.1: a path below the SCIM base URL, and the externalId where the change tells it. */
  readonly sub_id: { readonly format: 'scim'; readonly uri: string; readonly externalId?: string };
  readonly events: Readonly<Partial<Record<EventUri, object>>>;
  /** What the answer called an asynchronous request. */
  readonly txn?: string;
}

/** An event, wherever it stands in the sequence. */
export type ToldEvent = Omit<Event, 'sequence'>;
type Data = Readonly<Record<string, unknown>>;
type Payloads = Partial<Record<EventUri, object>>;

/** What became of a request that was answered before it was carried out (RFC 9967 §2.5.1.3). */
export function asyncResponse({ resourceId, data }: ToldEvent): ScimEvent | undefined {
  if (!isObject(data) || typeof data['uri'] !== 'string' || !isObject(data['operation'])) return undefined;
  const { uri, operation } = data;
  return { txn: resourceId, sub_id: { format: 'scim', uri }, events: { [EVENT_URIS.asyncResponse]: operation } };
}

/** The event in SCIM's terms, or undefined when it changed nothing that SCIM knows. */
export function scimEvent({ type, resourceId, data }: ToldEvent, resourceType: ResourceType): ScimEvent | undefined {
  if (!isObject(data)) return undefined;
  const what = type.slice(type.indexOf('.') + 1);
  const events = { ...provisioning(what, resourceId, data, resourceType), ...access(what, data) };
  if (Object.keys(events).length === 0) return undefined;
  const externalId = externalIdIn(data);
  const uri = `${resourceType.endpoint}/${resourceId}`;
  return { sub_id: { format: 'scim', uri, ...(externalId !== undefined && { externalId }) }, events };
}

function provisioning(what: string, id: string, data: Data, { schema }: ResourceType): Payloads {
  switch (what) {
    case 'created':
      return { [EVENT_URIS.createFull]: { data: representation(schema.id, id, data['attributes']) } };
    case 'updated':
      return patched(data['changes']);
    case 'activated':
    case 'deactivated':
      return patched({ active: { after: what === 'activated' } });
    case 'members_changed':
      return membersChanged(data);
    case 'deleted':
      return { [EVENT_URIS.delete]: {} };
    default:
      return {};
  }
}

/** Access is what confirmed members have: restoring somebody who never was confirmed gives none. */
function access(what: string, { status, statusBefore }: Data): Payloads {
  if (status === 'confirmed' && statusBefore !== 'confirmed') return { [EVENT_URIS.activate]: {} };
  const isLost = status !== undefined && status !== 'confirmed' && statusBefore === 'confirmed';
  return isLost || what === 'deactivated' ? { [EVENT_URIS.deactivate]: {} } : {};
}

function representation(core: string, id: string, attributes: unknown): object {
  const known = isObject(attributes) ? attributes : {};
  const extensions = Object.keys(known).filter((name) => name.includes(':'));
  return { ...known, schemas: [core, ...extensions], id };
}

function patched(changes: unknown): Payloads {
  const operations = patchOperations(changes);
  return operations.length === 0 ? {} : { [EVENT_URIS.patchFull]: { data: patchOp(operations) } };
}

function membersChanged({ added, removed }: Data): Payloads {
  const [joined, left] = [namesIn(added), namesIn(removed)];
  if (joined.length + left.length > MAX_MEMBERS) return { [EVENT_URIS.patchNotice]: { attributes: ['members'] } };
  return { [EVENT_URIS.patchFull]: { data: patchOp(memberOperations(joined, left)) } };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function externalIdIn({ attributes, changes }: Data): string | undefined {
  const changed = isObject(changes) ? changes['externalId'] : undefined;
  const known = isObject(attributes) ? attributes['externalId'] : isObject(changed) ? changed['after'] : undefined;
  return typeof known === 'string' ? known : undefined;
}
