import { Option } from 'commander';
import { MailService } from '../../messaging/mail/mail.service.js';
import { shownMail } from '../../messaging/mail/shown-mail.js';
import type { MessageState } from '../../messaging/outbox/outbox.entity.js';
import { AppCommand } from './app-command.js';
import { withApplication } from './application.js';
import { count } from './count.js';
import { printObject } from './output.js';
import { print } from './print.js';
import { isoTime } from '../../platform/time.js';

interface Json {
  json?: boolean;
}

const STATES: readonly MessageState[] = ['waiting', 'sent', 'dead', 'withdrawn'];

export function mailCommand(): AppCommand {
  const command = new AppCommand('mail').description(
    'See what mails go out, read them, and try again what was given up',
  );
  command
    .command('list')
    .description('list the mails of an organization, newest first')
    .argument('<organizationId>')
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .option('--limit <number>', 'at most that many', count, 100)
    .lists(
      ['id', 'state', 'template', 'to', 'created', 'sent', 'due', 'attempts', 'lastError'],
      async (app, organizationId: string, { state, limit }: { state: MessageState | undefined; limit: number }) => {
        const mails = await app.get(MailService).list(organizationId, { state, limit });
        return mails.map(shownMail);
      },
    );
  command
    .command('show')
    .description('print a mail as its reader sees it, with its link: who reads it can use it')
    .argument('<organizationId>')
    .argument('<mailId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string, { json }: Json) =>
      withApplication(async (app) => {
        const mail = await app.get(MailService).show(organizationId, id);
        const { subject, text, url } = mail;
        if (json) return printObject({ ...shownMail(mail), subject, text, link: url ?? null }, json);
        printObject({ ...shownMail(mail), subject }, json);
        print(`\n${text}`);
      }),
    );
  command
    .command('retry')
    .description('try a mail again at once, or all that were given up')
    .argument('<organizationId>')
    .argument('[mailId]')
    .option('--all-dead', 'all that were given up')
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string | undefined, { allDead, json }: Json & { allDead?: boolean }) => {
      if ((id === undefined) !== Boolean(allDead))
        command.error('error: give either a mail or --all-dead', { exitCode: 2 });
      return withApplication(async (app) => {
        const mails = app.get(MailService);
        if (id === undefined) return printObject({ waiting: await mails.retryDead(organizationId) }, json);
        await mails.retry(organizationId, id);
        printObject({ waiting: 1 }, json);
      });
    });
  command
    .command('status')
    .description('how far the mails have got, of an organization or of all')
    .argument('[organizationId]')
    .prints(async (app, organizationId: string | undefined) => {
      const { estimatedEnd, ...progress } = await app.get(MailService).progress(organizationId);
      return { ...progress, estimatedEnd: isoTime(estimatedEnd) };
    });
  return command;
}
