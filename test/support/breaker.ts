import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CliModule } from '../../src/tools/cli/cli.module.js';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { OPERATOR } from '../../src/events/actor.js';
import { type BreakerStatus, type HoldsProgress, HoldsService } from '../../src/console-api/holds/holds.service.js';
import type { Mail } from '../../src/messaging/mail/mail.js';
import type { OrganizationSettings } from '../../src/organizations/organization-settings.js';
import { assigned, type Company, newCompany } from './organization.js';
import type { Muster, Tenant } from './muster.js';
import { forgetStrategies } from './passport.js';
import type { Answer, AnyJson } from './scim-client.js';

/** What the breaker held, as the operator sees it. */
export interface ShownRemoval {
  readonly userId: string;
  readonly kind: string;
  readonly times: number;
  readonly keyId: string | null;
}

/** The operator at the command line: the application without the server, on the same database. */
export class Operator {
  private constructor(readonly app: INestApplicationContext) {}

  static async of(muster: Muster): Promise<Operator> {
    const configuration = loadConfiguration({
      DATABASE_URL: muster.database.url,
      PUBLIC_URL: 'https://muster.example',
      LOG_LEVEL: 'silent',
    });
    const app = await NestFactory.createApplicationContext(CliModule.forRoot(configuration), { logger: false });
    forgetStrategies();
    return new Operator(app);
  }

  status(organizationId: string): Promise<BreakerStatus> {
    return this.holds.status(organizationId, OPERATOR);
  }

  async held(organizationId: string): Promise<ShownRemoval[]> {
    const removals: ShownRemoval[] = [];
    for await (const page of this.holds.list(organizationId))
      removals.push(...page.map(({ userId, kind, times, keyId }) => ({ userId, kind, times, keyId })));
    return removals;
  }

  /** Ids of those who are held, sorted. */
  async heldIds(organizationId: string): Promise<string[]> {
    return (await this.held(organizationId)).map(({ userId }) => userId).toSorted();
  }

  release(organizationId: string, userIds?: readonly string[]): Promise<HoldsProgress> {
    return last(this.holds.release(organizationId, userIds?.map(asShown), OPERATOR));
  }

  discard(organizationId: string, userIds?: readonly string[]): Promise<HoldsProgress> {
    return this.holds.discard(organizationId, userIds?.map(asShown), OPERATOR);
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  private get holds(): HoldsService {
    return this.app.get(HoldsService);
  }
}

const asShown = (userId: string) => ({ userId });

async function last(steps: AsyncIterable<HoldsProgress>): Promise<HoldsProgress> {
  let progress: HoldsProgress | undefined;
  for await (progress of steps);
  return progress!;
}

/** A company whose breaker holds, from the fourth removal on unless told otherwise. */
export function guardedCompany(muster: Muster, settings: Partial<OrganizationSettings> = {}): Promise<Company> {
  return newCompany(muster, { breakerMode: 'hold', breakerPeople: 3, breakerPercent: null, ...settings });
}

export async function assignMany(muster: Muster, company: Company, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) ids.push((await assigned(muster, company)).id);
  return ids;
}

/** As Okta does it. */
export function setActive(okta: Pick<Tenant, 'patch'>, id: string, active: boolean): Promise<Answer> {
  return okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active } }]);
}

export async function deactivateAll(okta: Pick<Tenant, 'patch'>, ids: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const id of ids) statuses.push((await setActive(okta, id, false)).status);
  return statuses;
}

export async function isActive({ okta }: Company, id: string): Promise<boolean> {
  return (await okta.get(`/Users/${id}`)).json.active;
}

export interface BreakerEvent {
  readonly type: string;
  readonly resourceId: string;
  readonly actor: AnyJson;
  readonly data: AnyJson;
}

/** Events of an organization whose type begins so, in order. */
export async function eventsOf(muster: Muster, organizationId: string, ...types: string[]): Promise<BreakerEvent[]> {
  const rows = await muster.rows<Record<string, unknown>>(
    'SELECT type, resourceId, actor, data FROM events WHERE organizationId = ? ORDER BY sequence',
    [organizationId],
  );
  return rows
    .map(({ type, resourceId, actor, data }) => ({
      type: String(type),
      resourceId: String(resourceId),
      actor: JSON.parse(String(actor)),
      data: JSON.parse(String(data)),
    }))
    .filter(({ type }) => types.some((start) => type.startsWith(start)));
}

/** Mails on trips that go out, or went. */
export async function tripMailsOf(muster: Muster, organizationId: string): Promise<Mail[]> {
  const rows = await muster.rows<{ payload: string; state: unknown }>(
    'SELECT payload, state FROM outbox WHERE organizationId = ? ORDER BY id',
    [organizationId],
  );
  return rows
    .filter(({ state }) => String(state) !== 'withdrawn')
    .map(({ payload }) => JSON.parse(payload) as Mail)
    .filter(({ template }) => template === 'breaker-tripped');
}
