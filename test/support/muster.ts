import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { Migrator } from '../../src/platform/database/migrator.js';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import type { ProfileName } from '../../src/scim/protocol/profile.js';
import { createApp } from '../../src/server.js';
import type { TestDatabase } from './database.js';
import { keepStrategiesApart } from './passport.js';
import { refuseOpenStatements, tablesOfOrganizations } from './open-statements.js';
import { ScimClient } from './scim-client.js';
import { type Statement, Statements } from './statements.js';
import { migratedDatabase } from './template.js';

/** An organization with SCIM switched on, seen through a key of it. */
export interface Tenant extends ScimClient {
  readonly organizationId: string;
  readonly keyId: string;
}

const PUBLIC_URL = 'https://muster.example';

/** The server itself, on a free port, with a database of its own. */
export class Muster {
  readonly statements = new Statements();
  app!: NestExpressApplication;
  database!: TestDatabase;
  url!: string;

  /** @param environment beside the database: everything else is the default */
  static async start(environment: Record<string, string> = {}): Promise<Muster> {
    return Muster.on(await migratedDatabase(), environment);
  }

  static async on(database: TestDatabase, environment: Record<string, string>): Promise<Muster> {
    const muster = new Muster();
    await muster.startOn(database, environment);
    return muster;
  }

  async startOn(database: TestDatabase, environment: Record<string, string>): Promise<void> {
    const configuration = loadConfiguration({
      DATABASE_URL: database.url,
      PUBLIC_URL,
      LOG_LEVEL: 'silent',
      ...environment,
    });
    this.database = database;
    this.app = await createApp(configuration);
    keepStrategiesApart(this.app.getHttpAdapter().getInstance());
    await this.app.get(Migrator).migrate();
    await this.app.listen(0, '127.0.0.1');
    const { port } = this.app.getHttpServer().address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.dataSource.setOptions({ logger: this.statements });
    this.dataSource.logger = this.statements;
  }

  /** Another server on the same database, to be stopped before this one. */
  another(environment: Record<string, string> = {}): Promise<Muster> {
    return Muster.on({ ...this.database, drop: async () => {} }, environment);
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  async newOrganization(name = 'Acme', enableScim = true): Promise<string> {
    return (await this.app.get(OrganizationsService).create(name, enableScim, OPERATOR)).id;
  }

  async newKey(organizationId: string, profile: ProfileName = 'compat', lifetime = 3_600_000) {
    return this.app.get(ScimKeysService).create(organizationId, { profile, lifetime }, OPERATOR);
  }

  async newTenant(profile: ProfileName = 'compat'): Promise<Tenant> {
    const organizationId = await this.newOrganization();
    const { id: keyId, key } = await this.newKey(organizationId, profile);
    return Object.assign(this.client(organizationId, key), { organizationId, keyId });
  }

  client(organizationId: string, key: string): ScimClient {
    return new ScimClient(`${this.url}/scim/v2/${organizationId}`, key);
  }

  /** All rows of a table, to look behind the protocol. */
  rows<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    this.statements.notice(statement);
    return this.dataSource.query(statement, parameters);
  }

  /** The steps of the plan that the database has for a statement. */
  planOf({ text, values }: Statement): Promise<Record<string, unknown>[]> {
    const explain = this.database.kind === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN FORMAT=TRADITIONAL';
    const withoutLimit = text.replace(/^\s*\/\*M!.*?\*\//, '');
    return this.rows(`${explain} ${withoutLimit}`, [...values]);
  }

  /** @throws where a statement that was sent meanwhile reads or changes a table of organizations without saying of which one */
  async stop(): Promise<void> {
    const tables = tablesOfOrganizations(this.dataSource);
    await this.app.close();
    await this.database.drop();
    refuseOpenStatements(this.statements.ofServer, tables);
  }
}

/** The server of a file of tests, or of a `describe`: started before what the file itself prepares, and stopped at its end. */
export function withMuster(environment: Record<string, string> = {}): Muster {
  const muster = new Muster();
  beforeAll(async () => muster.startOn(await migratedDatabase(), environment), 60_000);
  afterAll(() => muster.stop());
  return muster;
}

/** An organization on the server of `withMuster`, made before what the file itself prepares. */
export function withTenant(muster: Muster, profile?: ProfileName): Tenant {
  const tenant = Object.create(ScimClient.prototype) as Tenant;
  beforeAll(async () => {
    Object.assign(tenant, await muster.newTenant(profile));
  });
  return tenant;
}
