import { isId } from '../../platform/ids/new-id.js';
import { MembersService } from '../../onboarding/members.service.js';
import { shownEntry } from '../../history/timeline/shown-entry.js';
import { TimelineService } from '../../history/timeline/timeline.service.js';
import { AppCommand } from './app-command.js';
import { count } from './count.js';

const PAGE = 200;

/** `muster member timeline` */
export function timelineCommand(): AppCommand {
  return new AppCommand('timeline')
    .description('print what happened to a person, newest first: requests, changes, groups, keys, links and mails')
    .argument('<organizationId>', 'the organization')
    .argument('<member>', 'id, userName or e-mail address; of somebody who was deleted the id')
    .option('--limit <number>', 'at most that many entries', count, 100)
    .lists(
      ['time', 'kind', 'text'],
      async (app, organizationId: string, member: string, { limit }: { limit: number }) => {
        const id = isId(member) ? member : (await app.get(MembersService).get(organizationId, member)).id;
        const timeline = app.get(TimelineService);
        const entries: ReturnType<typeof shownEntry>[] = [];
        for (let before: string | undefined; entries.length < limit;) {
          const size = Math.min(limit - entries.length, PAGE);
          const page = await timeline.page(organizationId, id, before, size);
          entries.push(...page.entries.map(shownEntry));
          if (page.next === null) break;
          before = page.next;
        }
        return entries;
      },
    );
}
