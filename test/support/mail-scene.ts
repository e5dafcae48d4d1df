import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import type { Transaction } from '../../src/platform/database/connection.js';
import { Migrator } from '../../src/platform/database/migrator.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { LinkRef, LinksService } from '../../src/messaging/links/links.service.js';
import { MailChannel } from '../../src/messaging/mail/mail.channel.js';
import type { Mail } from '../../src/messaging/mail/mail.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { MailWriter } from '../../src/messaging/mail/mail-writer.js';
import { ChannelRelay } from '../../src/messaging/outbox/channel-relay.js';
import { Channels } from '../../src/messaging/outbox/channels.js';
import type { Clock } from '../../src/messaging/outbox/clock.js';
import { Deliveries } from '../../src/messaging/outbox/deliveries.js';
import { Leases } from '../../src/messaging/outbox/leases.js';
import type { OutboxMessage } from '../../src/messaging/outbox/outbox.entity.js';
import { OutboxSignal } from '../../src/messaging/outbox/outbox-signal.js';
import { RelayOptions } from '../../src/messaging/outbox/relay-options.js';
import { MailServer } from './mail-server.js';
import { Muster } from './muster.js';

export const MAIL_FROM = 'muster@post.example';
const QUICK = { pollInterval: 20, minBackoff: 5, maxBackoff: 40 };
export const TWO_O_CLOCK = Date.UTC(2099, 10, 25, 14, 0);

class TestLinks implements Pick<LinksService, 'url' | 'peopleUrl' | 'consoleUrl'> {
  peopleUrl(organizationId: string): string {
    return `https://muster.example/people/${organizationId}`;
  }

  consoleUrl(page: string): string {
    return `https://muster.example/#/${page}`;
  }

  async url({ purpose, organizationId, id, address }: LinkRef): Promise<string> {
    return `https://muster.example/${purpose}/${organizationId}/${id}?a=1&to=${address}#secret`;
  }
}

/**
 * Muster without an SMTP server of its own, and a mail server beside it: relays are started by the tests. Made anew for
 * each test, but for Muster itself.
 */
export class MailScene {
  muster: Muster;
  server: MailServer;
  organizationId: string;
  private readonly relays: ChannelRelay[] = [];

  /** The scene of a file of tests. */
  static ofFile(): MailScene {
    const scene = new MailScene();
    beforeAll(async () => {
      scene.muster = await Muster.start();
    }, 60_000);
    afterAll(() => scene.muster.stop());
    beforeEach(async () => {
      scene.server = await MailServer.start();
      scene.organizationId = await scene.muster.newOrganization();
    });
    afterEach(async () => {
      await Promise.all(scene.relays.splice(0).map((relay) => relay.stop()));
      await scene.muster.rows('DELETE FROM outbox');
      await scene.server.down();
    });
    return scene;
  }

  newChannel(rate = 0): MailChannel {
    const configuration = loadConfiguration({
      DATABASE_URL: this.muster.database.url,
      SMTP_URL: this.server.url,
      MAIL_FROM,
      MAIL_RATE: String(rate),
    });
    return new MailChannel(configuration, new Channels(), new MailWriter(new TestLinks() as unknown as LinksService));
  }

  startRelay(options: Partial<RelayOptions> = {}, rate = 0, clock?: Clock): ChannelRelay {
    const { app } = this.muster;
    const settings = new RelayOptions({ ...QUICK, ...options });
    const [leases, signal] = [app.get(Leases), app.get(OutboxSignal)];
    const [deliveries, migrator] = [app.get(Deliveries), app.get(Migrator)];
    const relay = new ChannelRelay(this.newChannel(rate), leases, signal, deliveries, settings, migrator, clock);
    relay.start();
    this.relays.push(relay);
    return relay;
  }

  run<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    return this.muster.app.get(UnitOfWork).run(work);
  }

  /** One mail each to so many people, `p0@example.com` and so on. */
  add(count = 1, mail: (to: string) => Mail = changed): Promise<string[]> {
    const mails = Array.from({ length: count }, (_, n) => ({ topic: `person:${n}`, mail: mail(`p${n}@example.com`) }));
    return this.run((transaction) => this.muster.app.get(MailService).addAll(transaction, this.organizationId, mails));
  }

  async row(id: string): Promise<OutboxMessage> {
    const [found] = await this.muster.rows<OutboxMessage>('SELECT * FROM outbox WHERE id = ?', [id]);
    return { ...found!, state: String(found!.state) as OutboxMessage['state'] };
  }

  isIn(state: string, id: string): () => Promise<boolean> {
    return async () => (await this.row(id)).state === state;
  }

  received(): string[] {
    return this.server.mails.map(({ messageId }) => messageId).toSorted();
  }
}

export const invited = (to: string, expiresAt = TWO_O_CLOCK): Mail => ({
  to,
  template: 'invitation',
  values: { organization: 'Acme', person: 'Ada', inviter: null, expiresAt },
});

export const changed = (to: string): Mail => ({
  to,
  template: 'address-changed',
  values: { organization: 'Acme', person: 'Ada', newAddress: 'ada@new.example' },
});

export const messageIdsOf = (ids: readonly string[]) => ids.map((id) => `<${id}@post.example>`).toSorted();
