import type { Admin } from '../../access/admins/admin.entity.js';
import { AdminsService } from '../../access/admins/admins.service.js';
import { OPERATOR } from '../../events/actor.js';
import { AppCommand } from './app-command.js';
import { gathered, rowsAfter } from './rows-after.js';
import { isoTime } from '../../platform/time.js';

interface Creation {
  name?: string;
  organization?: string;
  printLink?: boolean;
}

const EMAIL = ['<email>', 'e-mail address of the account'] as const;

/** `muster account`: who signs in at the console. */
export function accountCommand(): AppCommand {
  const command = new AppCommand('account').description(
    'Make and list accounts of admins, with which they sign in at the console',
  );
  command
    .command('create')
    .description('invite an admin by mail; if this server sends no mail, print the link for setting the password')
    .argument(...EMAIL)
    .option('--name <name>', 'how the admin is called')
    .option('--organization <organizationId>', 'whose admin; without it an operator of the whole server')
    .option('--print-link', 'print the link instead of sending a mail')
    .prints(async (app, email: string, { name, organization, printLink }: Creation) => {
      const who = { email, name: name ?? email, organizationId: organization ?? null };
      const admins = app.get(AdminsService);
      const { admin, url } = await (printLink ? admins.invite(who, OPERATOR) : admins.inviteByMail(who, OPERATOR));
      return { id: admin.id, email, ...(url ? { link: url } : { mailed: true }) };
    });
  command
    .command('list')
    .description('list the accounts')
    .lists(['id', 'email', 'name', 'organizationId', 'lastSignIn'], async (app) => {
      const admins = app.get(AdminsService);
      const read = (after: string, limit: number) => admins.list(undefined, after, limit);
      return (await gathered(rowsAfter(read, ({ id }) => id))).map(shown);
    });
  command
    .command('reset-password')
    .description(
      'end what an admin signs in with: password, sessions, tokens and passkeys; prints a link with which a password is set',
    )
    .argument('<email>', 'e-mail address of the account; its id if several accounts have the address')
    .option('--keep-passkeys', 'keep the passkeys, if only the password was forgotten')
    .prints(async (app, email: string, { keepPasskeys: keepsPasskeys }: { keepPasskeys?: boolean }) => {
      const link = await app.get(AdminsService).resetPassword(email, OPERATOR, { keepsPasskeys });
      return { email, link };
    });
  command
    .command('remove')
    .description('remove an admin by the id of the account; sessions and tokens end at once')
    .argument('<id>')
    .prints(async (app, id: string) => {
      await app.get(AdminsService).remove(id, undefined, OPERATOR);
      return { removed: id };
    });
  return command;
}

function shown({ id, email, name, organizationId, lastSignInAt }: Admin) {
  const lastSignIn = isoTime(lastSignInAt);
  return { id, email, name, organizationId, lastSignIn };
}
