import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import type { Muster } from './muster.js';
import type { ApiAnswer } from './person.js';

export const PASSWORD = 'granite whisper falcon';

let serial = 0;

/** A browser or a script of an admin. */
export class Admin {
  cookie = '';
  /** The attributes of the cookie that came last. */
  attributes = '';
  token = '';

  constructor(
    readonly url: string,
    readonly email = '',
  ) {}

  /** Somebody who was invited and has set a password. @param organizationId null for an operator */
  static async of(muster: Muster, organizationId: string | null): Promise<Admin> {
    serial += 1;
    const who = { email: `admin${serial}@acme.example`, name: `Admin ${serial}`, organizationId };
    const { url } = await muster.app.get(AdminsService).invite(who, OPERATOR);
    const admin = new Admin(muster.url, who.email);
    const { status } = await admin.post('/welcome', { token: tokenIn(url), name: who.name, password: PASSWORD });
    if (status !== 200) throw new Error(`The invitation was answered with ${status}`);
    return admin;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(this.cookie && { Cookie: this.cookie }),
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) [this.cookie, this.attributes] = [cookie.split(';')[0]!, cookie];
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, json: isJson && !text.includes('\n') ? JSON.parse(text) : text };
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('POST', path, body);
  }

  signIn(password = PASSWORD): Promise<ApiAnswer> {
    return this.post('/session', { email: this.email, password });
  }

  /** Another browser of the same admin, signed in. */
  async elsewhere(): Promise<Admin> {
    const other = new Admin(this.url, this.email);
    await other.signIn();
    return other;
  }
}

/** What a link has for its page. */
export function tokenIn(url: string): string {
  return new URLSearchParams(url.split('?')[1]).get('token')!;
}
