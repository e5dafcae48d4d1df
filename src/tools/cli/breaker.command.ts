import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { OPERATOR } from '../../events/actor.js';
import type { WaitingRemoval } from '../../breaker/held-removals.repository.js';
import { type ShownRemoval, versionOf } from '../../console-api/holds/decision.js';
import { type HoldsProgress, HoldsService } from '../../console-api/holds/holds.service.js';
import { shownRemoval, shownStatus } from '../../console-api/holds/shown-hold.js';
import { Problem } from '../../platform/http/problem.js';
import { MembersService } from '../../onboarding/members.service.js';
import { withApplication } from './application.js';
import { confirmed, terminal } from './confirm.js';
import { printObject, printTable } from './output.js';
import { printError } from './print.js';

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
  const release = {
    name: 'release',
    description: 'carry out removals that are held; with --all, the window begins again',
    question: 'Remove',
    did: 'Removed',
  };
  command.addCommand(
    decision(release, (holds, organizationId, shown, areAll) => holds.release(organizationId, shown, OPERATOR, areAll)),
  );
  const discard = {
    name: 'discard',
    description: 'discard removals that are held: these people keep their access',
    question: 'Keep',
    did: 'Kept',
  };
  command.addCommand(
    decision(discard, async function* (holds, organizationId, shown, areAll) {
      yield await holds.discard(organizationId, shown, OPERATOR, areAll);
    }),
  );
  return command;
}

type Decide = (
  holds: HoldsService,
  organizationId: string,
  shown: readonly ShownRemoval[] | undefined,
  areAll: boolean,
) => AsyncIterable<HoldsProgress>;

interface DecisionOptions extends Json {
  all?: boolean;
  yes?: boolean;
}

interface Words {
  readonly name: string;
  readonly description: string;
  /** The verb of the question before, and of the report after it. */
  readonly question: string;
  readonly did: string;
}

function decision({ name, description, question, did }: Words, decide: Decide): Command {
  return new Command(name)
    .description(description)
    .argument(...ORGANIZATION)
    .argument('[member...]', 'ids, userNames or e-mail addresses')
    .option('--all', 'all that are held')
    .option('--yes', 'do not ask for confirmation at the terminal')
    .option('--json', 'print JSON')
    .action((organizationId: string, members: string[], { all, yes, json }: DecisionOptions, self: Command) => {
      if (Boolean(all) === members.length > 0)
        self.error('error: give either --all or the people that it is about', { exitCode: 2 });
      return withApplication(async (app) => {
        const named = all ? undefined : await removalsOf(app, organizationId, members);
        const shown = yes || json ? named : await agreed(app, organizationId, named, question);
        let progress: HoldsProgress = { total: 0, done: 0, failed: [] };
        for await (progress of decide(app.get(HoldsService), organizationId, shown, Boolean(all)))
          if (!json) printError(`${did} ${progress.done} of ${progress.total}`);
        const { total, done, failed } = progress;
        printObject({ total, done, failed: json ? failed : failed.length }, json);
        if (failed.length === 0) return;
        if (!json) printTable(failed, ['userId', 'userName', 'reason'], json);
        process.exitCode = 1;
      });
    });
}

async function removalsOf(app: INestApplicationContext, organizationId: string, names: readonly string[]) {
  const shown: ShownRemoval[] = [];
  for (const name of names) shown.push({ userId: (await app.get(MembersService).get(organizationId, name)).id });
  return shown;
}

/** What is decided on, once somebody at the terminal has seen and agreed to it; scripts are not asked. @throws Problem */
async function agreed(
  app: INestApplicationContext,
  organizationId: string,
  named: readonly ShownRemoval[] | undefined,
  question: string,
): Promise<readonly ShownRemoval[] | undefined> {
  const somebody = terminal();
  if (!somebody) return named;
  const held = new Map<string, WaitingRemoval>();
  for await (const page of app.get(HoldsService).list(organizationId))
    for (const removal of page) held.set(removal.userId, removal);
  const ids = named?.map(({ userId }) => userId) ?? [...held.keys()];
  const names = ids.flatMap((id) => held.get(id) ?? []).map(nameOf);
  if (names.length > 0 && !(await confirmed(question, names, somebody)))
    throw new Problem(409, 'not_confirmed', 'Nothing was done, because it was not confirmed');
  return ids.map((userId) => ({ userId, ...(held.has(userId) && { version: versionOf(held.get(userId)!) }) }));
}

function nameOf({ displayName, userName }: WaitingRemoval): string {
  return displayName === userName ? userName : `${displayName} (${userName})`;
}
