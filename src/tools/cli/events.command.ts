import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Event } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { withApplication } from './application.js';
import { escaped, print, printJson } from './print.js';

const PAGE = 500;
const POLL_MS = 500;

export function eventsCommand(): Command {
  return new Command('events')
    .description('print what changed in an organization, oldest first')
    .argument('<organizationId>')
    .option('--after <sequence>', 'only events after this sequence number', Number, 0)
    .option('--follow', 'go on with new events until interrupted')
    .option('--json', 'print one JSON object a line')
    .action((organizationId: string, { after, follow, json }: { after: number; follow?: boolean; json?: boolean }) =>
      withApplication(async (app) => {
        await app.get(OrganizationsService).get(organizationId);
        const unitOfWork = app.get(UnitOfWork);
        const events = app.get(EventsRepository);
        let interrupted = false;
        process.once('SIGINT', () => (interrupted = true));
        let sequence = after;
        while (!interrupted) {
          const last = sequence;
          const page = await unitOfWork.read((connection) => events.after(connection, organizationId, last, PAGE));
          for (const event of page) {
            if (json) printJson(event);
            else print(escaped(line(event)));
          }
          sequence = page.at(-1)?.sequence ?? sequence;
          if (page.length === PAGE) continue;
          if (!follow) return;
          await delay(POLL_MS);
        }
      }),
    );
}

function line({ sequence, time, type, resourceId, actor, data }: Event): string {
  const who = actor.kind === 'key' ? `key ${actor.label || actor.id}` : actor.kind;
  return `${String(sequence).padStart(6)}  ${time}  ${type.padEnd(24)}  ${resourceId}  by ${who}  ${JSON.stringify(data)}`;
}
