import { replayed } from './snapshot.mjs';

const EVENT = {
  create: 'user.created',
  join: 'group.members_changed',
  deactivate: 'user.deactivated',
  delete: 'user.deleted',
};

/**
 * Compares what a node has with what was answered. A write without an answer, or with a refusal, may have been carried out
 * or not, but wholly: its events and the rows have to agree. All lists are empty when all is well.
 * @param {Awaited<ReturnType<import('./snapshot.mjs').snapshotOf>>} snapshot
 * @param {object[]} writes of a `WriteLoad`
 */
export function audit(snapshot, writes) {
  const { users, members, versions, events, lastSequence } = snapshot;
  const fromEvents = replayed(events);
  const statuses = new Map([...users].map(([id, { status }]) => [id, status]));
  const isTold = toldBy(events);
  return {
    lost: lost(statuses, writes),
    strangers: strangers(users, writes),
    members: wrongMembers(members, writes),
    sequence: [...events.keys()].filter((index) => events[index].sequence !== index + 1),
    unsequenced: lastSequence === events.length ? [] : [lastSequence],
    untold: writes.filter((write) => write.outcome === 'acknowledged' && !isTold(write)),
    uncounted: uncounted(versions, events),
    halves: [...differing(statuses, fromEvents.users), ...differing(present(members), present(fromEvents.members))],
    refusedButDone: writes.filter((write) => write.outcome === 'refused' && isTold(write)),
  };
}

/** Acknowledged changes of users that the rows do not show. */
function lost(statuses, writes) {
  const { acknowledged, open } = idsIn(writes);
  const mayBeGone = new Set([...acknowledged('delete'), ...open('delete')]);
  return [
    ...[...acknowledged('create')].filter((id) => !mayBeGone.has(id) && !statuses.has(id)),
    ...[...acknowledged('deactivate')].filter((id) => statuses.has(id) && statuses.get(id) !== 'revoked'),
    ...[...acknowledged('delete')].filter((id) => statuses.has(id)),
  ];
}

/** Users whom nobody can have made. */
function strangers(users, writes) {
  const made = new Set(writes.filter(({ what }) => what === 'create').map(({ userName }) => userName));
  return [...users].filter(([, { userName }]) => !made.has(userName)).map(([id]) => id);
}

/** Who is in the group and was not added or was deleted, and who was added and is not in it. */
function wrongMembers(members, writes) {
  const { acknowledged, open } = idsIn(writes);
  const gone = acknowledged('delete');
  const uncertain = new Set([...open('join'), ...open('delete')]);
  const expected = new Set([...acknowledged('join')].filter((id) => !gone.has(id)));
  return differing(present(expected), present(members)).filter((id) => !uncertain.has(id) || gone.has(id));
}

/** Groups whose version is not that of their creation and one for each change of members. */
function uncounted(versions, events) {
  const changesOf = (id) => events.filter((event) => event.type === EVENT.join && event.resourceId === id).length;
  return [...versions].filter(([id, version]) => version !== 1 + changesOf(id)).map(([id]) => id);
}

function idsIn(writes) {
  const ids = (name, isAcknowledged) => {
    const chosen = writes.filter(
      ({ what, outcome }) => what === name && (outcome === 'acknowledged') === isAcknowledged,
    );
    return new Set(chosen.map(({ id }) => id));
  };
  return { acknowledged: (what) => ids(what, true), open: (what) => ids(what, false) };
}

/** Whether a write has exactly one event of its kind. */
function toldBy(events) {
  const counts = new Map();
  const keyOf = (requestId, type) => `${requestId} ${type}`;
  for (const { requestId, type } of events) {
    const key = keyOf(requestId, type);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return ({ requestId, what }) => counts.get(keyOf(requestId, EVENT[what])) === 1;
}

function present(ids) {
  return new Map([...ids].map((id) => [id, true]));
}

function differing(one, other) {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
}
