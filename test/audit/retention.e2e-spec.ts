import { beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { AuditRetention } from '../../src/history/audit/audit-retention.js';
import { AuditVerification } from '../../src/history/audit/audit-verification.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { UsersService } from '../../src/users/users.service.js';
import { withMuster } from '../support/muster.js';

const DAY_MS = 86_400_000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const muster = withMuster();
let organizationId: string;
beforeEach(async () => {
  // Those of other tests keep theirs for ever.
  await muster.rows('UPDATE organizations SET settings = NULL');
  organizationId = await muster.newOrganization();
});

const keepFor = (auditRetentionDays: number | null) =>
  muster.app.get(OrganizationsService).changeSettings(organizationId, { auditRetentionDays }, OPERATOR);
const trimIn = (days: number) => muster.app.get(AuditRetention).trim(Date.now() + days * DAY_MS);
const verify = () => muster.app.get(AuditVerification).verify(organizationId);
const events = async () => {
  const rows = await muster.rows<{ sequence: number; type: string; actor: string; data: string; hash: unknown }>(
    'SELECT sequence, type, actor, data, hash FROM events WHERE organizationId = ? ORDER BY sequence',
    [organizationId],
  );
  return rows.map(({ sequence, type, actor, data, hash }) => ({
    sequence: Number(sequence),
    type: String(type),
    actor: JSON.parse(actor) as object,
    data: JSON.parse(data) as object,
    hash: hash === null ? null : String(hash),
  }));
};
const people = async (number: number) => {
  const bodies = Array.from({ length: number }, (_, index) => ({ schemas: [USER], userName: `${number}-${index}` }));
  const context = await operatorContext(muster.app, organizationId);
  await muster.app.get(UsersService).createAll(context, bodies);
};

describe('Events', () => {
  test('are kept for ever unless an organization says otherwise', async () => {
    const before = await events();
    await trimIn(3_650);
    expect(await events()).toEqual(before);
  });

  test('are removed when they are older than the organization keeps them, and not before', async () => {
    await keepFor(30);
    const before = await events();
    await trimIn(30);
    expect(await events()).toEqual(before);
    expect(await trimIn(31)).toBe(2);
    const [told, ...others] = await events();
    expect(others).toEqual([]);
    const { sequence, hash } = before.at(-1)!;
    expect(told).toMatchObject({
      sequence: 3,
      type: 'organization.audit_trimmed',
      actor: { kind: 'server' },
      data: { sequence, hash, events: 2 },
    });
    expect(await verify()).toMatchObject({ anchor: 2, events: 1, links: 1, earlier: 0, fault: undefined });
  });

  test('are removed in steps, and never a part of what was written together', async () => {
    await keepFor(1);
    await people(700);
    await people(30);
    await people(600);
    const last = (await events()).at(-1)!.sequence;
    expect(await trimIn(2)).toBe(last);
    const left = await events();
    expect(left.map(({ type }) => type)).toEqual(left.map(() => 'organization.audit_trimmed'));
    expect(left.length).toBeGreaterThan(1);
    const atLink = expect.objectContaining({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(left.map(({ data }) => data)).toEqual(left.map(() => atLink));
    expect(left.at(-1)).toMatchObject({ data: { sequence: last } });
    expect((await verify()).fault).toBeUndefined();
    await people(3);
    expect((await verify()).fault).toBeUndefined();
  });

  test('that are young stay, wherever they stand', async () => {
    await keepFor(1);
    await people(2);
    await muster.rows('UPDATE events SET time = time - ? WHERE organizationId = ? AND sequence = 1', [
      10 * DAY_MS,
      organizationId,
    ]);
    expect(await trimIn(0)).toBe(1);
    expect((await events())[0]).toMatchObject({ sequence: 2 });
  });

  test('are removed once, though several processes are at it', async () => {
    await keepFor(1);
    await people(5);
    const { sequence: last } = (await events()).at(-1)!;
    const removed = await Promise.all([trimIn(2), trimIn(2), trimIn(2)]);
    expect(removed.reduce((sum, number) => sum + number, 0)).toBe(last);
    expect(await events()).toHaveLength(1);
    expect((await verify()).fault).toBeUndefined();
  });

  test('from before there was a chain are removed too', async () => {
    await keepFor(1);
    await people(1);
    await muster.rows('UPDATE events SET hash = NULL WHERE organizationId = ?', [organizationId]);
    await muster.rows(
      'UPDATE event_sequences SET anchorSequence = lastSequence, lastHash = anchorHash WHERE organizationId = ?',
      [organizationId],
    );
    await people(2);
    expect(await verify()).toMatchObject({ anchor: 3, earlier: 3, events: 2, fault: undefined });
    expect(await trimIn(2)).toBe(5);
    expect(await verify()).toMatchObject({ anchor: 5, earlier: 0, events: 1, fault: undefined });
  });
});

describe('The feed', () => {
  test('answers 410 with the place to go on from to whoever has not read what is gone', async () => {
    await keepFor(1);
    await people(3);
    await trimIn(2);
    const { key } = await muster.app.get(ApplicationKeysService).create(organizationId, '', 60_000, OPERATOR);
    const ask = async (after: number) => {
      const answer = await fetch(`${muster.url}/api/v1/organizations/${organizationId}/events?after=${after}`, {
        headers: { Authorization: `Bearer ${key}` },
      });
      return { status: answer.status, json: (await answer.json()) as { after?: number; events?: object[] } };
    };
    const first = (await events())[0]!.sequence;
    const gone = await ask(first - 2);
    expect(gone).toMatchObject({ status: 410, json: { reason: 'gone', after: first - 1 } });
    expect((await ask(gone.json.after!)).json.events).toHaveLength(2);
  });
});
