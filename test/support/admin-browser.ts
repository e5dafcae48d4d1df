import { AdminsService } from '../../src/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import type { Muster } from './muster.js';
import type { ApiAnswer } from './person.js';

export const ADMIN_PASSWORD = 'a rather long password';

/** The browser of somebody with an admin's account, which keeps cookies. */
export class AdminBrowser {
  readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  /** Signed in, as an admin who was invited: of an organization, or an operator. */
  static async of(muster: Muster, email: string, organizationId: string | null = null): Promise<AdminBrowser> {
    const browser = new AdminBrowser(muster.url);
    const { url } = await muster.app.get(AdminsService).invite({ email, name: 'Ada', organizationId }, OPERATOR);
    const token = url.slice(url.indexOf('token=') + 6);
    const { status } = await browser.post('/welcome', { token, name: 'Ada', password: ADMIN_PASSWORD });
    if (status !== 200) throw new Error(`The welcome was answered with ${status}`);
    return browser;
  }

  async open(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'Content-Type': 'application/json', ...(cookie && { Cookie: cookie }) };
    const response = await fetch(`${this.url}/api/v1${path}`, { redirect: 'manual', headers, ...init });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  async send(method: string, path: string, body?: object): Promise<ApiAnswer> {
    const response = await this.open(path, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : undefined };
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body: object = {}): Promise<ApiAnswer> {
    return this.send('POST', path, body);
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.send('DELETE', path);
  }
}
