import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { OPERATOR } from '../events/actor.js';
import { type HoldsProgress, HoldsService } from '../holds/holds.service.js';
import { shownRemoval, shownStatus } from '../holds/shown-hold.js';
import { MembersService } from '../onboarding/members.service.js';
import { withApplication } from './application.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

const ORGANIZATION = ['<organizationId>', 'the organization'] as const;
const COLUMNS = ['userId', 'userName', 'kind', 'firstAsked', 'lastAsked', 'times', 'keyId'];

/** `muster breaker`: removals of people that were held because they were too many. */
export function breakerCommand(): Command {
  const command = new Command('breaker').description(
    'See removals of people that are held because they were too many, and decide on them',
  );
  command
    .command('status')
    .description('how many people were removed lately, and whose removal is held')
    .argument(...ORGANIZATION)
    .option('--json', 'print JSON')
    .action((organizationId: string, { json }: Json) =>
      withApplication(async (app) => {
        const holds = app.get(HoldsService);
        const shown = shownStatus(await holds.status(organizationId, OPERATOR));
        const removals: object[] = [];
        for await (const page of holds.list(organizationId)) removals.push(...page.map(shownRemoval));
        if (json) return printObject({ ...shown, removals }, json);
        printObject(shown, json);
        if (removals.length > 0) printTable(removals, COLUMNS, json);
      }),
    );
  command.addCommand(
    decision('release', 'make removals that are held; with --all the window begins anew', 'Removed', (holds, ...what) =>
      holds.release(...what, OPERATOR),
    ),
  );
  command.addCommand(
    decision('discard', 'forget removals that are held: these people stay', 'Forgot', (holds, ...what) =>
      holds.discard(...what, OPERATOR),
    ),
  );
  return command;
}

type Decide = (
  holds: HoldsService,
  organizationId: string,
  userIds: readonly string[] | undefined,
) => AsyncIterable<HoldsProgress>;

function decision(name: string, description: string, did: string, decide: Decide): Command {
  return new Command(name)
    .description(description)
    .argument(...ORGANIZATION)
    .argument('[member...]', 'ids, userNames or e-mail addresses')
    .option('--all', 'all that are held')
    .option('--json', 'print JSON')
    .action((organizationId: string, members: string[], { all, json }: Json & { all?: boolean }, self: Command) => {
      if (Boolean(all) === members.length > 0)
        self.error('error: give either --all or the people that it is about', { exitCode: 2 });
      return withApplication(async (app) => {
        const userIds = all ? undefined : await idsOf(app, organizationId, members);
        let progress: HoldsProgress = { total: 0, done: 0, failed: [] };
        for await (progress of decide(app.get(HoldsService), organizationId, userIds))
          if (!json) console.error(`${did} ${progress.done} of ${progress.total}`);
        const { total, done, failed } = progress;
        printObject({ total, done, failed: json ? failed : failed.length }, json);
        if (failed.length === 0) return;
        if (!json) printTable(failed, ['userId', 'userName', 'reason'], json);
        process.exitCode = 1;
      });
    });
}

async function idsOf(app: INestApplicationContext, organizationId: string, names: readonly string[]) {
  const ids: string[] = [];
  for (const name of names) ids.push((await app.get(MembersService).get(organizationId, name)).id);
  return ids;
}
