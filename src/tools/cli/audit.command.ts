import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, Option } from 'commander';
import { AuditLog, type AuditSearch } from '../../history/audit/audit-log.js';
import { csvPages, ndjsonPages } from '../../history/audit/audit-export.js';
import { AuditVerification } from '../../history/audit/audit-verification.js';
import { type Head, headOf } from '../../history/audit/chain-walk.js';
import { shownEvent } from '../../history/audit/shown-event.js';
import { shownVerification } from '../../history/audit/shown-verification.js';
import type { StoredEvent } from '../../events/event.entity.js';
import { readTypes } from '../../subscriptions/feed/event-types.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { AppCommand } from './app-command.js';
import { withApplication } from './application.js';
import { count } from './count.js';
import { time } from './time.js';
import { escapedLines } from './print.js';

interface SearchOptions {
  after?: number;
  from?: number;
  to?: number;
  type?: string;
  actor?: string;
  resource?: string;
}

const COLUMNS = ['sequence', 'time', 'type', 'resourceId', 'actor', 'data'];

export function auditCommand(): AppCommand {
  const command = new AppCommand('audit').description('See, export and prove what happened in an organization');
  command.addCommand(listCommand());
  command.addCommand(exportCommand());
  command.addCommand(verifyCommand());
  return command;
}

function listCommand(): AppCommand {
  return searching(new AppCommand('list'))
    .description('list the events of an organization, newest first')
    .option('--limit <number>', 'at most that many', count, 100)
    .lists(COLUMNS, async (app, organizationId: string, { limit, ...options }: SearchOptions & { limit: number }) => {
      const found: StoredEvent[] = [];
      for await (const page of (await logOf(app, organizationId)).newestFirst(organizationId, searchOf(options))) {
        found.push(...page.slice(0, limit - found.length));
        if (found.length === limit) break;
      }
      return found.map(shownEvent);
    });
}

function exportCommand(): AppCommand {
  return searching(new AppCommand('export'))
    .description('print the events of an organization, oldest first')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or a table')
        .choices(['ndjson', 'csv'])
        .default('ndjson'),
    )
    .action((organizationId: string, { format, ...options }: SearchOptions & { format: 'ndjson' | 'csv' }) =>
      withApplication(async (app) => {
        const pages = (await logOf(app, organizationId)).oldestFirst(organizationId, searchOf(options));
        const lines = format === 'csv' ? csvPages(pages) : ndjsonPages(pages);
        await pipeline(Readable.from(lines).map(escapedLines), process.stdout, { end: false }).catch(unlessClosed);
      }),
    );
}

function verifyCommand(): AppCommand {
  return new AppCommand('verify')
    .description('prove that no event of an organization was changed, removed or put in since it was written')
    .argument('<organizationId>')
    .option('--expect <head>', 'a head that was noted before, as <sequence>:<hash>', head)
    .prints(async (app, organizationId: string, { expect: expected }: { expect?: Head }) => {
      await app.get(OrganizationsService).get(organizationId);
      const bar = new SingleBar({ format: '{bar} {value}/{total} events {eta_formatted}', hideCursor: true });
      const onProgress = (done: number, last: number) => (bar.isActive ? bar.update(done) : bar.start(last, done));
      const verification = await app
        .get(AuditVerification)
        .verify(organizationId, { expected, ...(process.stderr.isTTY && { onProgress }) });
      bar.stop();
      if (verification.fault) process.exitCode = 1;
      return shownVerification(verification);
    });
}

function searching(command: AppCommand): AppCommand {
  return command
    .argument('<organizationId>')
    .option('--after <sequence>', 'only events after this sequence number', sequence)
    .option('--from <time>', 'only those of that time or later', time)
    .option('--to <time>', 'only those before', time)
    .option('--type <types>', 'only those: user.*,key.revoked')
    .option(
      '--actor <actor>',
      'only those of that key or person, by its id, or of all "key", "member", "admin", "operator", "server", "finder"',
    )
    .option('--resource <id>', 'only those about that person, group, key or other');
}

function searchOf({ type, resource, ...more }: SearchOptions): AuditSearch {
  return { ...more, types: readTypes(type), resourceId: resource };
}

async function logOf(app: INestApplicationContext, organizationId: string): Promise<AuditLog> {
  await app.get(OrganizationsService).get(organizationId);
  return app.get(AuditLog);
}

/** The reader may have had enough. */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function head(text: string): Head {
  const found = headOf(text);
  if (!found) throw new InvalidArgumentError('Write it as it was printed: <sequence>:<64 hexadecimal digits>.');
  return found;
}

function sequence(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}
