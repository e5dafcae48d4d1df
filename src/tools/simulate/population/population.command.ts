import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { withApplication } from '../../cli/application.js';
import { operatorContext } from '../../cli/operator-context.js';
import { printObject } from '../../cli/output.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { OPERATOR } from '../../../events/actor.js';
import { GroupsService } from '../../../groups/groups.service.js';
import { OrganizationsService } from '../../../organizations/organizations.service.js';
import { UsersService } from '../../../users/users.service.js';
import { between } from '../options.js';
import { MAX_PEOPLE } from './people.js';
import { Population, type PopulationSize, type Progress } from './population.js';

interface Options {
  people: number;
  groups: number;
  largestGroup: number;
  json?: boolean;
}

/** `muster simulate population`: an organization of any size, to measure and to try things out. */
export function populationCommand(): Command {
  return new Command('population')
    .description('fill an organization with people and groups that do not exist, straight into the database')
    .argument('[organizationId]', 'an organization without people; a new one when left out')
    .option('--people <number>', 'how many people', between(1, MAX_PEOPLE), 1_000)
    .option('--groups <number>', 'how many groups', between(0, 1_000_000), 10)
    .option(
      '--largest-group <number>',
      'members of the largest group; the n-th has the n-th part',
      between(0, 1_000_000),
      100,
    )
    .option('--json', 'print JSON')
    .action((organizationId: string | undefined, options: Options) =>
      withApplication(async (app) => {
        const organizations = app.get(OrganizationsService);
        const name = `Population of ${options.people}`;
        const id = organizationId ?? (await organizations.create(name, true, OPERATOR)).id;
        const context = await operatorContext(app, id);
        const population = new Population(context, app.get(UnitOfWork), app.get(UsersService), app.get(GroupsService));
        const seconds = await timed(() => showProgress(options, population.populate(options)));
        const { people, groups } = options;
        printObject({ id, scimUrl: organizations.scimUrl(id), people, groups, seconds }, options.json);
      }),
    );
}

async function showProgress(size: PopulationSize, progress: AsyncIterable<Progress>): Promise<void> {
  const bar = new SingleBar({ format: '{bar} {value}/{total} {what} {eta_formatted}', hideCursor: true });
  const isShown = process.stderr.isTTY;
  let shown: string | undefined;
  for await (const { what, done } of progress) {
    if (!isShown) continue;
    if (shown !== what) bar.start(size[what], 0, { what });
    shown = what;
    bar.update(done);
  }
  bar.stop();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start) / 1_000;
}
