import { createHash, randomUUID } from 'node:crypto';
import { driverOf } from './drivers.mjs';

const COMMON = 'organizationId, id, document, version, createdAt, lastModifiedAt';
const USER = `${COMMON}, status, statusBeforeRevocation, isAdmin, isProvisioned, provenAddress, isHeld`;
const OF_USERS = USER.replaceAll(/\w+/g, 'users.$&');
const DISPLAY = "JSON_UNQUOTE(JSON_EXTRACT(g.document, '$.displayName')) AS display";
const ACTOR = JSON.stringify({ kind: 'key', id: 'L86WNvr3ciJ7', label: '' });

/**
 * What the floor programs do to answer: the statements that the task cannot do without, through the driver itself, and
 * nothing of SCIM. They read the columns that Muster reads, and write the rows that it writes for the change itself, with what it
 * says in them; not those of the request log and the membership history, which it writes later, many at a time.
 */
export function floorStatements(databaseUrl) {
  const { rows, transaction } = driverOf(databaseUrl);
  const userWhere = async (where, values) => {
    const found = await rows(
      `SELECT ${OF_USERS}, m.groupId, ${DISPLAY} FROM users
       LEFT JOIN group_members m ON m.organizationId = users.organizationId AND m.userId = users.id
       LEFT JOIN user_groups g ON g.organizationId = m.organizationId AND g.id = m.groupId
       WHERE users.organizationId = ? AND ${where}`,
      values,
    );
    const { groupId: _groupId, display: _display, ...user } = found[0];
    return { ...user, groups: found.map(({ groupId, display }) => ({ id: groupId, display })) };
  };
  return {
    nothing: async () => ({ status: 'ok' }),
    userById: (organizationId, id) => userWhere('users.id = ?', [organizationId, id]),
    userByName: (organizationId, name) => userWhere('users.userNameKey = ?', [organizationId, name]),
    userByExternalId: (organizationId, externalId) => userWhere('users.externalId = ?', [organizationId, externalId]),
    userByEmail: (organizationId, email) =>
      userWhere('users.id IN (SELECT userId FROM user_emails WHERE organizationId = ? AND valueKey = ?)', [
        organizationId,
        organizationId,
        email,
      ]),
    page: async (organizationId) => {
      const users = await rows(
        `SELECT ${OF_USERS}, c.total FROM users JOIN resource_counts c
         ON c.organizationId = users.organizationId AND c.resourceType = 'User'
         WHERE users.organizationId = ? ORDER BY users.organizationId, users.id LIMIT 100`,
        [organizationId],
      );
      const ids = users.map(({ id }) => id);
      const groups = await rows(groupsStatement(ids.length), [organizationId, ...ids]);
      return { total: users[0].total, users, groups };
    },
    createUser: (organizationId, name, body) =>
      transaction(async (run) => {
        const [id, document, now] = [randomUUID(), JSON.stringify(body), Date.now()];
        await run(
          'INSERT INTO users (organizationId, id, userNameKey, status, externalId, document, searchKeys, version, createdAt, lastModifiedAt) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
          [organizationId, id, name, 'invited', name, document, document, now, now],
        );
        await run(
          "INSERT INTO user_emails (organizationId, userId, position, valueKey, typeKey, isPrimary) VALUES (?, ?, 0, ?, 'work', 'true')",
          [organizationId, id, name],
        );
        const link = randomUUID();
        await run(
          "INSERT INTO links (organizationId, id, purpose, userId, address, tokenHash, createdAt, expiresAt) VALUES (?, ?, 'invitation', ?, ?, ?, ?, ?)",
          [organizationId, link, id, name, link, now, now],
        );
        await run(
          "INSERT INTO outbox (organizationId, id, channel, topic, state, payload, createdAt, dueAt, attempts) VALUES (?, ?, 'mail', ?, 'waiting', ?, ?, ?, 0)",
          [organizationId, link, `invitation:${id}`, document, now, now],
        );
        await appendEvent(run, organizationId, 'user.created', 'User', id, document, now);
        await run("UPDATE resource_counts SET total = total + 1 WHERE organizationId = ? AND resourceType = 'User'", [
          organizationId,
        ]);
        return { id, ...body };
      }),
    replaceUser: (organizationId, id, address, body) =>
      transaction(async (run) => {
        const [document, now] = [JSON.stringify(body), Date.now()];
        const [user] = await run(`SELECT ${USER} FROM users WHERE organizationId = ? AND id = ? FOR UPDATE`, [
          organizationId,
          id,
        ]);
        await run(
          'UPDATE users SET document = ?, version = version + 1, lastModifiedAt = ?, externalId = ?, searchKeys = ? WHERE organizationId = ? AND id = ?',
          [document, now, address, document, organizationId, id],
        );
        await run('DELETE FROM user_emails WHERE organizationId = ? AND userId = ?', [organizationId, id]);
        await run(
          "INSERT INTO user_emails (organizationId, userId, position, valueKey, typeKey, isPrimary) VALUES (?, ?, 0, ?, 'work', 'true')",
          [organizationId, id, address],
        );
        const changes = JSON.stringify({ before: user.document, after: document });
        await appendEvent(run, organizationId, 'user.updated', 'User', id, changes, now);
        const groups = await run(groupsStatement(1), [organizationId, id]);
        return { id, ...body, groups };
      }),
    deactivate: (organizationId, id, active) =>
      transaction(async (run) => {
        const now = Date.now();
        const [user] = await run(`SELECT ${USER} FROM users WHERE organizationId = ? AND id = ? FOR UPDATE`, [
          organizationId,
          id,
        ]);
        if (active !== 'true') {
          const [breaker] = await run('SELECT * FROM breakers WHERE organizationId = ? FOR UPDATE', [organizationId]);
          await run(
            'UPDATE breakers SET passed = ?, people = ?, peopleAt = ?, trippedAt = ?, overAt = ? WHERE organizationId = ?',
            [
              breaker?.passed ?? '[]',
              breaker?.people ?? 0,
              now,
              breaker?.trippedAt ?? null,
              breaker?.overAt ?? null,
              organizationId,
            ],
          );
        }
        await run(
          'UPDATE users SET status = ?, version = version + 1, lastModifiedAt = ? WHERE organizationId = ? AND id = ?',
          [active === 'true' ? 'invited' : 'revoked', now, organizationId, id],
        );
        await run(
          'UPDATE links SET voidedAt = ? WHERE organizationId = ? AND userId IN (?) AND usedAt IS NULL AND voidedAt IS NULL',
          [now, organizationId, id],
        );
        await run(
          "UPDATE outbox SET state = 'withdrawn' WHERE organizationId = ? AND topic = ? AND state = 'waiting'",
          [organizationId, `invitation:${id}`],
        );
        await appendEvent(
          run,
          organizationId,
          'user.deactivated',
          'User',
          id,
          JSON.stringify({ changes: { active: { before: active !== 'true', after: active === 'true' } } }),
          now,
        );
        const groups = await run(groupsStatement(1), [organizationId, id]);
        return { ...user, groups };
      }),
    changeMember: (organizationId, groupId, memberId, adds) =>
      transaction(async (run) => {
        const now = Date.now();
        await run(`SELECT ${COMMON} FROM user_groups WHERE organizationId = ? AND id = ? FOR UPDATE`, [
          organizationId,
          groupId,
        ]);
        if (adds === 'true')
          await run(
            'INSERT IGNORE INTO group_members (organizationId, groupId, memberId, userId) VALUES (?, ?, ?, ?)',
            [organizationId, groupId, memberId, memberId],
          );
        else
          await run('DELETE FROM group_members WHERE organizationId = ? AND groupId = ? AND memberId = ?', [
            organizationId,
            groupId,
            memberId,
          ]);
        await run(
          'UPDATE user_groups SET version = version + 1, lastModifiedAt = ? WHERE organizationId = ? AND id = ?',
          [now, organizationId, groupId],
        );
        await appendEvent(
          run,
          organizationId,
          'group.members_changed',
          'Group',
          groupId,
          JSON.stringify(adds === 'true' ? { added: [memberId], removed: [] } : { added: [], removed: [memberId] }),
          now,
        );
        return {};
      }),
  };
}

function groupsStatement(count) {
  return `SELECT m.userId, g.id, ${DISPLAY} FROM group_members m
    STRAIGHT_JOIN user_groups g ON g.organizationId = m.organizationId AND g.id = m.groupId
    WHERE m.organizationId = ? AND m.userId IN (${Array(count).fill('?').join(', ')})`;
}

async function appendEvent(run, organizationId, type, resourceType, resourceId, data, now) {
  const digest = createHash('sha256').update(data).digest('hex');
  await run(
    `UPDATE event_sequences SET lastHash = SHA2(CONCAT(lastHash, ':', lastSequence + 1, ':', ?), 256),
     lastSequence = lastSequence + 1 WHERE organizationId = ?`,
    [digest, organizationId],
  );
  await run(
    `INSERT INTO events (organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data, hash)
     SELECT organizationId, lastSequence, ?, ?, ?, ?, ?, ?, ?, ?, lastHash FROM event_sequences WHERE organizationId = ?`,
    [randomUUID(), now, type, ACTOR, randomUUID(), resourceType, resourceId, data, organizationId],
  );
}
