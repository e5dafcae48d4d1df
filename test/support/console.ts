import { AdminsService } from '../../src/access/admins/admins.service.js';
import { Admin, PASSWORD, tokenIn } from './admin.js';
import { MailServer, type ReceivedMail } from './mail-server.js';
import { Muster } from './muster.js';
import { Person } from './person.js';
import type { ScimClient } from './scim-client.js';
import { until } from './until.js';

let serial = 0;

/** A server that was set up in a browser alone: nobody has a command line, and mail is sent for real. */
export class ConsoleSetUp {
  private constructor(
    readonly muster: Muster,
    readonly mail: MailServer,
    readonly operator: Admin,
    readonly organizationId: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<ConsoleSetUp> {
    const mail = await MailServer.start();
    const smtp = { SMTP_URL: mail.url, MAIL_FROM: 'muster@post.example' };
    const muster = await Muster.start({ ...smtp, ...environment });
    const operator = new Admin(muster.url, 'op@host.example');
    const token = tokenIn((await muster.app.get(AdminsService).setUpUrl())!);
    const who = { email: operator.email, name: 'Op', password: PASSWORD, organizationName: 'Acme' };
    const { json } = await operator.post('/setup', { token, ...who });
    return new ConsoleSetUp(muster, mail, operator, json.organizationId);
  }

  async stop(): Promise<void> {
    await this.muster.stop();
    await this.mail.down();
  }

  get base(): string {
    return `/organizations/${this.organizationId}`;
  }

  /** What an identity provider has: a key that was made in the console. */
  async provider(settings: object = {}): Promise<ScimClient> {
    await this.operator.send('PATCH', this.base, { scimEnabled: true, settings });
    const { json } = await this.operator.post(`${this.base}/keys`, { label: 'Okta' });
    return this.muster.client(this.organizationId, json.key);
  }

  /** The first mail to an address whose text matches, once it is there. */
  async mailTo(address: string, text: RegExp): Promise<ReceivedMail> {
    const find = () => this.mail.to(address).find(({ bodies }) => text.test(bodies.get('text/plain')!));
    await until(() => find() !== undefined);
    return find()!;
  }

  /** Somebody who has opened the invitation that came by mail, and accepted. */
  async accepted(provider: ScimClient): Promise<{ id: string; person: Person; address: string }> {
    serial += 1;
    const address = `c${serial}@acme.example`;
    const { id } = await provider.newUser({ userName: address, displayName: `Person ${serial}` });
    const { bodies } = await this.mailTo(address, /Accept the invitation/);
    const person = new Person(this.muster.url, this.organizationId);
    await person.accept(linkIn(bodies.get('text/plain')!));
    return { id, person, address };
  }
}

export function linkIn(text: string): string {
  return /^https?:\/\/\S+$/m.exec(text)![0];
}
