import { UnitOfWork } from '../../../dist/database/unit-of-work.js';
import { Migrator } from '../../../dist/database/migrator.js';
import { loadConfiguration } from '../../../dist/config/load-configuration.js';
import { OPERATOR } from '../../../dist/events/actor.js';
import { LinksService } from '../../../dist/links/links.service.js';
import { MembersService } from '../../../dist/onboarding/members.service.js';
import { OrganizationsService } from '../../../dist/organizations/organizations.service.js';
import { ScimKeysService } from '../../../dist/scim-auth/scim-keys.service.js';
import { createApp } from '../../../dist/server.js';
import { freePort } from '../../support/mariadb.mjs';

/** The built server in this process, with one organization, whose mails are read before they are sent. */
export class TestOrganization {
  constructor(app, url, id, key) {
    this.app = app;
    this.url = url;
    this.id = id;
    this.key = key;
  }

  static async start(name = 'Acme') {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const configuration = loadConfiguration({ DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: url, LOG_LEVEL: 'silent' });
    const app = await createApp(configuration);
    await app.get(Migrator).migrate();
    await app.listen(port, '127.0.0.1');
    const { id } = await app.get(OrganizationsService).create(name, true, OPERATOR);
    const { key } = await app.get(ScimKeysService).create(id, { profile: 'compat', lifetime: 3_600_000 }, OPERATOR);
    return new TestOrganization(app, url, id, key);
  }

  get members() {
    return this.app.get(MembersService);
  }

  /** Provisions somebody as an identity provider does. @returns the id */
  async provision(displayName, address) {
    const response = await fetch(`${this.url}/scim/v2/${this.id}/Users`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: address,
        displayName,
        emails: [{ value: address, type: 'work', primary: true }],
      }),
    });
    if (response.status !== 201) throw new Error(await response.text());
    return (await response.json()).id;
  }

  async admin(address) {
    return (await this.members.makeAdmin(this.id, address, OPERATOR)).id;
  }

  invitation(id) {
    return this.members.invitationUrl(this.id, id);
  }

  /** Changes somebody's e-mail as an identity provider does. */
  async move(id, value) {
    const Operations = [{ op: 'replace', path: 'emails', value: [{ value, type: 'work', primary: true }] }];
    const response = await fetch(`${this.url}/scim/v2/${this.id}/Users/${id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }),
    });
    if (response.status !== 200) throw new Error(await response.text());
  }

  async addressOf(id) {
    return (await this.members.get(this.id, id)).address;
  }

  /** The link of the newest mail for a purpose, where it is open. */
  async link(id, purpose) {
    const links = this.app.get(LinksService);
    const link = await this.app
      .get(UnitOfWork)
      .read((connection) => links.newestOpen(connection, this.id, id, purpose));
    return link && links.url(link);
  }

  revoke(id) {
    return this.members.revoke(this.id, id, OPERATOR);
  }

  restore(id) {
    return this.members.restore(this.id, id, OPERATOR);
  }

  stop() {
    return this.app.close();
  }
}
