import { UnitOfWork } from '../../../dist/platform/database/unit-of-work.js';
import { OPERATOR } from '../../../dist/events/actor.js';
import { LinksService } from '../../../dist/messaging/links/links.service.js';
import { MembersService } from '../../../dist/onboarding/members.service.js';
import { OrganizationsService } from '../../../dist/organizations/organizations.service.js';
import { ScimKeysService } from '../../../dist/scim-auth/scim-keys.service.js';
import { Server } from './server.mjs';

/** A server with one organization, whose mails are read before they are sent. */
export class TestOrganization {
  constructor(app, url, id, key) {
    this.app = app;
    this.url = url;
    this.id = id;
    this.key = key;
  }

  /** @param settings of the server beside the usual ones */
  static async start(name = 'Acme', settings = {}) {
    const { app, url } = await Server.start(settings);
    const { id } = await app.get(OrganizationsService).create(name, true, OPERATOR);
    const { key } = await app.get(ScimKeysService).create(id, { profile: 'compat', lifetime: 3_600_000 }, OPERATOR);
    return new TestOrganization(app, url, id, key);
  }

  get members() {
    return this.app.get(MembersService);
  }

  /** A request of an identity provider. @returns the answer's body, undefined where it has none */
  async scim(method, path, body) {
    const headers = { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/scim+json' };
    const content = body && { body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/scim/v2/${this.id}${path}`, { method, headers, ...content });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text === '' ? undefined : JSON.parse(text);
  }

  patch(id, Operations) {
    return this.scim('PATCH', `/Users/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations,
    });
  }

  /** @returns the id */
  async provision(displayName, address) {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: address,
      displayName,
      emails: [{ value: address, type: 'work', primary: true }],
    };
    return (await this.scim('POST', '/Users', body)).id;
  }

  async admin(address) {
    return (await this.members.makeAdmin(this.id, address, OPERATOR)).id;
  }

  invitation(id) {
    return this.members.invitationUrl(this.id, id);
  }

  move(id, value) {
    return this.patch(id, [{ op: 'replace', path: 'emails', value: [{ value, type: 'work', primary: true }] }]);
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
