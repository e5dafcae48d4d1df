import { InvalidArgumentError } from 'commander';
import { OPERATOR } from '../../events/actor.js';
import { WebhooksService } from '../../subscriptions/webhooks/webhooks.service.js';
import { AppCommand } from './app-command.js';
import { withApplication } from './application.js';
import { count } from './count.js';
import { duration } from './duration.js';
import { printObject } from './output.js';
import {
  DELIVERY_COLUMNS,
  shownDelivery,
  shownWebhook,
  WEBHOOK_COLUMNS,
} from '../../subscriptions/webhooks/shown-webhook.js';
import { isoTime } from '../../platform/time.js';

interface NewOptions {
  label: string;
  types?: string | null;
  format: string;
}

export function webhookCommand(): AppCommand {
  const command = new AppCommand('webhook').description('Send events to URLs of applications, and see what came of it');
  for (const add of [addCreate, addList, addUpdate, addRotate, addEnable, addReplay, addTest, addDeliveries, addDelete])
    add(command);
  return command;
}

function addCreate(command: AppCommand): void {
  command
    .command('create')
    .description('send events from now on to a URL; prints the secret that signs them, this once')
    .argument('<organizationId>')
    .argument('<url>')
    .option('--label <text>', 'what it is for', '')
    .option('--types <types>', 'only events of those types: user.*,group.members_changed')
    .option('--format <format>', 'how events are written', 'webhook')
    .prints(async (app, organizationId: string, url: string, { types = null, ...others }: NewOptions) => {
      const webhook = { url, types, ...others };
      const { endpoint, secret } = await app.get(WebhooksService).create(organizationId, webhook, OPERATOR);
      return { id: endpoint.id, secret };
    });
}

function addList(command: AppCommand): void {
  command
    .command('list')
    .description('list the webhooks of an organization, and how far each has got')
    .argument('<organizationId>')
    .lists(WEBHOOK_COLUMNS, async (app, organizationId: string) => {
      const endpoints = await app.get(WebhooksService).list(organizationId);
      return endpoints.map(shownWebhook);
    });
}

function addUpdate(command: AppCommand): void {
  command
    .command('update')
    .description('change a webhook; the next attempt is made at once')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .option('--url <url>', 'where events are sent')
    .option('--label <text>', 'what it is for')
    .option('--types <types>', 'types of events, with commas between, or "all"')
    .option('--json', 'print JSON')
    .action(
      (
        organizationId: string,
        id: string,
        { json, types, ...others }: { json?: boolean; url?: string; label?: string; types?: string },
        self: AppCommand,
      ) => {
        const change = { ...others, ...(types !== undefined && { types: types === 'all' ? null : types }) };
        if (Object.keys(change).length === 0) self.error('error: nothing to change was given', { exitCode: 2 });
        return withApplication(async (app) =>
          printObject(shownWebhook(await app.get(WebhooksService).update(organizationId, id, change, OPERATOR)), json),
        );
      },
    );
}

function addRotate(command: AppCommand): void {
  command
    .command('rotate-secret')
    .description('make another secret and print it, this once; the one before goes on signing for a while')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .option('--overlap <duration>', 'for how long both sign, like 24h', duration, duration('24h'))
    .prints(async (app, organizationId: string, id: string, { overlap }: { overlap: number }) => {
      const webhooks = app.get(WebhooksService);
      const { secret, previousUntil } = await webhooks.rotateSecret(organizationId, id, overlap, OPERATOR);
      return { id, secret, previousUntil: isoTime(previousUntil) };
    });
}

function addEnable(command: AppCommand): void {
  command
    .command('enable')
    .description('send events again, with all that it has missed')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .option('--skip', 'without what it has missed')
    .prints(async (app, organizationId: string, id: string, { skip }: { skip?: boolean }) => {
      const enabled = await app.get(WebhooksService).enable(organizationId, id, Boolean(skip), OPERATOR);
      return shownWebhook(enabled);
    });
  command
    .command('disable')
    .description('send no events until it is enabled again')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .prints(async (app, organizationId: string, id: string) =>
      shownWebhook(await app.get(WebhooksService).disable(organizationId, id, OPERATOR)),
    );
}

function addReplay(command: AppCommand): void {
  command
    .command('replay')
    .description('send events again')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .requiredOption('--from <sequence>', 'sequence number of the first', sequence)
    .prints(async (app, organizationId: string, id: string, { from }: { from: number }) =>
      shownWebhook(await app.get(WebhooksService).replay(organizationId, id, from, OPERATOR)),
    );
}

function addTest(command: AppCommand): void {
  command
    .command('test')
    .description('send a webhook.test at once, and say what came of it; exit code 1 when it was not taken')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .prints(async (app, organizationId: string, id: string) => {
      const delivery = await app.get(WebhooksService).test(organizationId, id, OPERATOR);
      if (delivery.error !== null) process.exitCode = 1;
      return shownDelivery(delivery);
    });
}

function addDeliveries(command: AppCommand): void {
  command
    .command('deliveries')
    .description('list what was sent and what came of it, newest first')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .option('--before <deliveryId>', 'only those before that one')
    .option('--limit <number>', 'at most that many', count, 100)
    .lists(
      DELIVERY_COLUMNS,
      async (app, organizationId: string, id: string, { ...page }: { before?: string; limit: number }) => {
        const deliveries = await app.get(WebhooksService).deliveries(organizationId, id, page);
        return deliveries.map(shownDelivery);
      },
    );
}

function addDelete(command: AppCommand): void {
  command
    .command('delete')
    .description('forget a webhook and what was sent to it')
    .argument('<organizationId>')
    .argument('<webhookId>')
    .prints(async (app, organizationId: string, id: string) => {
      await app.get(WebhooksService).delete(organizationId, id, OPERATOR);
      return { deleted: id };
    });
}

function sequence(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is the sequence number of an event.');
  return Number(text);
}
