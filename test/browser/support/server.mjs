import { AdminsService } from '../../../dist/access/admins/admins.service.js';
import { loadConfiguration } from '../../../dist/platform/config/load-configuration.js';
import { Migrator } from '../../../dist/platform/database/migrator.js';
import { createApp } from '../../../dist/server.js';
import { freePort } from '../../support/mariadb.mjs';

const API = '/api/v1';

/** Who administers a server that was set up without its page. */
export const FIRST = {
  organizationName: 'Acme',
  name: 'Ada Lovelace',
  email: 'ada@acme.example',
  password: 'granite whisper falcon',
};

/** The built server in this process, with a database in memory. */
export class Server {
  constructor(app, url) {
    this.app = app;
    this.url = url;
  }

  /** @param settings beside the usual ones */
  static async start(settings = {}) {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const usual = { DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: url, LOG_LEVEL: 'silent' };
    const app = await createApp(loadConfiguration({ ...usual, ...settings }));
    await app.get(Migrator).migrate();
    await app.listen(port, '127.0.0.1');
    return new Server(app, url);
  }

  setUpUrl() {
    return this.app.get(AdminsService).setUpUrl();
  }

  /** Makes the first admin and the first organization. @returns its id, and the cookie of the admin's session */
  async setUp() {
    const [, token] = /token=(.*)$/.exec(await this.setUpUrl());
    const answer = await fetch(`${this.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...FIRST, token }),
    });
    const { organizationId } = await answer.json();
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(answer.headers.getSetCookie()[0]);
    return { organizationId, cookie: { name, value, url: this.url } };
  }

  /** As a script of an admin does. @param cookie of the admin's session @returns what is answered */
  posts(cookie, path, content) {
    return answered(fetch(this.url + API + path, { ...asAdmin(cookie, content), method: 'POST' }));
  }

  patches(cookie, path, content) {
    return answered(fetch(this.url + API + path, { ...asAdmin(cookie, content), method: 'PATCH' }));
  }

  stop() {
    return this.app.close();
  }
}

function asAdmin({ name, value }, content) {
  return {
    headers: { Cookie: `${name}=${value}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  };
}

async function answered(request) {
  const answer = await request;
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
