import { createHash } from 'node:crypto';

/**
 * All that a node has of an organization, once it has applied everything that the cluster has committed.
 * @param {import('../support/galera-node.mjs').GaleraNode} node
 */
export async function snapshotOf(node, organizationId) {
  const connection = await node.connect('muster_test');
  const rows = async (statement) => (await connection.query(statement, [organizationId]))[0];
  try {
    await connection.query('SET SESSION wsrep_sync_wait = 1');
    const users = await rows('SELECT id, userNameKey, status, version FROM users WHERE organizationId = ? ORDER BY id');
    const groups = await rows('SELECT id, version FROM user_groups WHERE organizationId = ? ORDER BY id');
    const members = await rows('SELECT groupId, memberId FROM group_members WHERE organizationId = ? ORDER BY 1, 2');
    const events = await rows(
      'SELECT sequence, type, resourceId, requestId, data FROM events WHERE organizationId = ? ORDER BY sequence',
    );
    const [{ lastSequence }] = await rows('SELECT lastSequence FROM event_sequences WHERE organizationId = ?');
    const text = JSON.stringify([users, groups, members, events, lastSequence]);
    return {
      node,
      users: new Map(
        users.map(({ id, userNameKey, status }) => [id, { userName: String(userNameKey), status: String(status) }]),
      ),
      versions: new Map(groups.map(({ id, version }) => [id, Number(version)])),
      members: new Set(members.map(({ memberId }) => memberId)),
      events: events.map(eventOf),
      lastSequence: Number(lastSequence),
      digest: createHash('sha256').update(text).digest('hex'),
    };
  } finally {
    connection.destroy();
  }
}

/** What the events alone say about who is there, who is deactivated and who is in the group. */
export function replayed(events) {
  const users = new Map();
  const members = new Set();
  for (const { type, resourceId, data } of events) {
    if (type === 'user.created') users.set(resourceId, 'invited');
    if (type === 'user.deactivated') users.set(resourceId, 'revoked');
    if (type === 'user.deleted') users.delete(resourceId);
    if (type !== 'group.members_changed') continue;
    for (const id of data.added) members.add(id);
    for (const id of data.removed) members.delete(id);
  }
  return { users, members };
}

function eventOf({ sequence, type, resourceId, requestId, data }) {
  return {
    sequence: Number(sequence),
    type: String(type),
    resourceId: String(resourceId),
    requestId: requestId && String(requestId),
    data: JSON.parse(data),
  };
}
