import { Option } from 'commander';
import { OPERATOR } from '../../events/actor.js';
import { DirectMail } from '../../messaging/mail/direct-mail.js';
import { MembersService } from '../../onboarding/members.service.js';
import type { MemberView } from '../../onboarding/members.repository.js';
import { USER_STATUSES, type UserStatus } from '../../users/user-status.js';
import { AppCommand } from './app-command.js';
import { gathered, rowsAfter } from './rows-after.js';
import { withApplication } from './application.js';
import { printObject } from './output.js';
import { timelineCommand } from './timeline.command.js';
import { printError, printJson } from './print.js';

interface Json {
  json?: boolean;
}

interface Admins extends Json {
  organization: string;
}

interface Creation extends Admins {
  id?: string;
  printLink?: boolean;
}

type Action = (members: MembersService, organizationId: string, id: string) => Promise<object | void>;

const ORGANIZATION = ['<organizationId>', 'the organization'] as const;
const MEMBER = ['<member>', 'id, userName or e-mail address'] as const;

export function memberCommand(): AppCommand {
  const command = new AppCommand('member').description(
    'See who is where on the way into an organization, and act on it',
  );
  command
    .command('list')
    .description('list people, in the order in which they were made')
    .argument(...ORGANIZATION)
    .addOption(new Option('--status <status>', 'only those who are').choices(USER_STATUSES))
    .lists(
      ['id', 'userName', 'displayName', 'address', 'status', 'isAdmin'],
      (app, organizationId: string, { status }: { status?: UserStatus }) =>
        gathered(people(app.get(MembersService), organizationId, status)),
    );
  command
    .command('status')
    .description('how many people are where')
    .argument(...ORGANIZATION)
    .prints((app, organizationId: string) => app.get(MembersService).counts(organizationId));
  command
    .command('export')
    .description('print people, one JSON object a line, with their public keys')
    .argument(...ORGANIZATION)
    .addOption(new Option('--status <status>', 'only those who are').choices(USER_STATUSES))
    .action((organizationId: string, { status }: { status?: UserStatus }) =>
      withApplication(async (app) => {
        for await (const member of people(app.get(MembersService), organizationId, status)) printJson(member);
      }),
    );
  command.addCommand(timelineCommand());
  const actions: [string, string, Action][] = [
    ['invite', 'invite somebody who is staged', (members, ...who) => members.invite(...who, OPERATOR)],
    [
      'resend',
      'send an invitation again; older links stop working',
      (members, ...who) => members.resend(...who, OPERATOR),
    ],
    ['revoke', 'take all access away at once', (members, ...who) => members.revoke(...who, OPERATOR)],
    ['restore', 'give access back, without a new handshake', (members, ...who) => members.restore(...who, OPERATOR)],
    ['remove', 'delete somebody', (members, ...who) => members.remove(...who, OPERATOR)],
    [
      'link',
      'print the link of an open invitation, for somebody who cannot get the mail',
      async (members, ...who) => ({ id: who[1], link: await members.openInvitation(...who) }),
    ],
  ];
  for (const [name, description, act] of actions)
    command
      .command(name)
      .description(description)
      .argument(...ORGANIZATION)
      .argument(...MEMBER)
      .prints(async (app, organizationId: string, member: string) => {
        const members = app.get(MembersService);
        const { id } = await members.get(organizationId, member);
        return act(members, organizationId, id);
      });
  command.addCommand(resetKeyCommand());
  return command;
}

function resetKeyCommand(): AppCommand {
  return new AppCommand('reset-key')
    .description('invite somebody who has lost the key or its passphrase again, at the proven address')
    .argument(...ORGANIZATION)
    .argument(...MEMBER)
    .option('--drop-admin', 'make an admin an ordinary member')
    .option('--json', 'print JSON')
    .action((organizationId: string, member: string, { dropAdmin, json }: Json & { dropAdmin?: boolean }) =>
      withApplication(async (app) => {
        const members = app.get(MembersService);
        const { id } = await members.get(organizationId, member);
        const result = await members.resetKey(organizationId, id, OPERATOR, !dropAdmin);
        printObject({ ...result, adminKept: result.isAdmin }, json);
        if (result.isAdmin && !json)
          printError('This person will be an admin again once confirmed. Use --drop-admin to prevent that.');
      }),
    );
}

/** `muster admin`: makes members admins, or ordinary members again. */
export function adminCommand(): AppCommand {
  const command = new AppCommand('admin').description(
    'Make members of an organization admins, or ordinary members again',
  );
  command
    .command('create')
    .description(
      'make somebody an admin and send the invitation; prints its address, and the link if this server sends no mail',
    )
    .argument('[email]', 'the address to which mail for this person goes; a userName or another e-mail is no match')
    .requiredOption('--organization <organizationId>', 'id of the organization')
    .option('--id <id>', 'id of the person, whatever the address')
    .option('--print-link', 'print the link even if it was mailed')
    .option('--json', 'print JSON')
    .action((email: string | undefined, { organization, id, printLink, json }: Creation, self: AppCommand) => {
      if (email === undefined && id === undefined)
        self.error('error: give an e-mail address, or the id of a person', { exitCode: 2 });
      return withApplication(async (app) => {
        const members = app.get(MembersService);
        const member =
          id === undefined
            ? await members.makeAdmin(organization, email!, OPERATOR)
            : await members.promote(organization, id, OPERATOR);
        const shows = printLink || !app.get(DirectMail).isPossible;
        const link = shows ? { link: await members.invitationUrl(organization, member.id) } : { mailed: true };
        printObject({ id: member.id, email: member.address, status: member.status, ...link }, json);
      });
    });
  command
    .command('remove')
    .description('make an admin an ordinary member; access, key and groups stay')
    .argument(...MEMBER)
    .requiredOption('--organization <organizationId>', 'id of the organization')
    .prints(async (app, member: string, { organization }: Admins) => {
      const members = app.get(MembersService);
      const { id } = await members.get(organization, member);
      const { address: email, status, isAdmin } = await members.removeAdmin(organization, id, OPERATOR);
      return { id, email, status, isAdmin };
    });
  return command;
}

function people(members: MembersService, organizationId: string, status?: UserStatus): AsyncGenerator<MemberView> {
  return rowsAfter(
    (afterId, limit) => members.list(organizationId, { status, afterId, limit }),
    ({ id }) => id,
  );
}
