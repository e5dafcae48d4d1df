import type { Actor } from '../../events/actor.js';
import type { StoredEvent } from '../../events/event.entity.js';
import { csvRecord } from './csv.js';
import { isoTime } from '../../platform/time.js';

export const CSV_COLUMNS = [
  'sequence',
  'id',
  'time',
  'type',
  'resourceType',
  'resourceId',
  'actorKind',
  'actorId',
  'actorLabel',
  'requestId',
  'data',
  'hash',
] as const;

/** An event as it is printed. */
export function shownEvent({
  sequence,
  id,
  time,
  type,
  resourceType,
  resourceId,
  actor,
  requestId,
  data,
  hash,
}: StoredEvent) {
  return {
    sequence,
    id,
    time: isoTime(time),
    type,
    resourceType,
    resourceId,
    actor: JSON.parse(actor) as Actor,
    requestId,
    data: JSON.parse(data) as object,
    hash,
  };
}

/** A line of a CSV file with these columns. */
export function csvLine(event: StoredEvent): string {
  const { actor, data, ...cells } = shownEvent(event);
  const values = {
    ...cells,
    actorKind: actor.kind,
    actorId: actor.id,
    actorLabel: actor.label,
    data: JSON.stringify(data),
  };
  return csvRecord(CSV_COLUMNS.map((column) => values[column]));
}
