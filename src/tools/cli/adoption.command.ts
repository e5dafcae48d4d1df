import { Option } from 'commander';
import { type Actor, OPERATOR } from '../../events/actor.js';
import { MembersService } from '../../onboarding/members.service.js';
import { type Adoption, ADOPTION_STATES, type AdoptionState } from '../../users/adoption/adoption.entity.js';
import { AdoptionsService } from '../../users/adoption/adoptions.service.js';
import { shownAdoption, shownDecision } from '../../users/adoption/shown-adoption.js';
import { AppCommand } from './app-command.js';
import { gathered, rowsAfter } from './rows-after.js';

const ORGANIZATION = ['<organizationId>', 'the organization'] as const;
const COLUMNS = ['userId', 'userName', 'isAdmin', 'status', 'wanted', 'firstAsked', 'lastAsked', 'times', 'keyId'];

/** `muster adoption`: decides on people whom admins created and an identity provider wants to manage. */
export function adoptionCommand(): AppCommand {
  const command = new AppCommand('adoption').description(
    'Decide whether an identity provider may adopt people whom admins created',
  );
  command
    .command('list')
    .description('list the people whom an identity provider wants to manage, with its key and what it asked for')
    .argument(...ORGANIZATION)
    .addOption(
      new Option('--state <state>', 'only adoptions in this state').choices(ADOPTION_STATES).default('waiting'),
    )
    .lists(COLUMNS, async (app, organizationId: string, { state }: { state: AdoptionState }) => {
      await app.get(MembersService).contextOf(organizationId, OPERATOR);
      const adoptions = app.get(AdoptionsService);
      const read = (after: string, limit: number) => adoptions.page(organizationId, state, after, limit);
      return (await gathered(rowsAfter(read, ({ userId }) => userId))).map(shownAdoption);
    });
  command.addCommand(
    decision('approve', 'let the next write of the identity provider link the person', (adoptions, ...who) =>
      adoptions.approve(...who),
    ),
  );
  command.addCommand(
    decision('refuse', 'refuse the adoption; the person is no longer listed as waiting', (adoptions, ...who) =>
      adoptions.refuse(...who),
    ),
  );
  return command;
}

type Decide = (adoptions: AdoptionsService, organizationId: string, userId: string, actor: Actor) => Promise<Adoption>;

function decision(name: string, description: string, decide: Decide): AppCommand {
  return new AppCommand(name)
    .description(description)
    .argument(...ORGANIZATION)
    .argument('<member>', 'id, userName or e-mail address')
    .prints(async (app, organizationId: string, member: string) => {
      const { id } = await app.get(MembersService).get(organizationId, member);
      return shownDecision(await decide(app.get(AdoptionsService), organizationId, id, OPERATOR));
    });
}
