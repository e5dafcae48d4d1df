import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type Mime, parseMime } from './mime.js';

export interface ReceivedMail extends Mime {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly messageId: string;
}

/** What the server answers instead of 250. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

/** A mail server that keeps what it takes. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** Asked for each sender, recipient and text. */
  refuse: (step: 'MAIL' | 'RCPT' | 'DATA', address: string) => Refusal | undefined = () => undefined;
  /** Awaited before a mail is taken. */
  beforeTaking: () => Promise<void> = async () => undefined;
  private server: SMTPServer | undefined;

  private constructor(private port: number) {}

  static async start(): Promise<MailServer> {
    const server = new MailServer(0);
    await server.up();
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Listens, on the same port as before. */
  async up(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 50,
      onMailFrom: ({ address }, _session, callback) => callback(this.refusal('MAIL', address)),
      onRcptTo: ({ address }, _session, callback) => callback(this.refusal('RCPT', address)),
      onData: (stream, { envelope }, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          const refusal = this.refusal('DATA', to[0]!);
          if (refusal) return callback(refusal);
          await this.beforeTaking();
          this.take(Buffer.concat(chunks).toString('utf8'), from, to);
          callback();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => void server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Refuses connections, and cuts those that are open. */
  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => void server.close(() => resolve()));
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  private take(source: string, from: string, to: readonly string[]): void {
    const mime = parseMime(source);
    this.mails.push({ ...mime, from, to, source, messageId: mime.headers.get('message-id') ?? '' });
  }

  private refusal(step: 'MAIL' | 'RCPT' | 'DATA', address: string): Error | undefined {
    const refusal = this.refuse(step, address);
    return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
  }
}
