import { ApplicationKeysService } from '../../scim-auth/application-keys/application-keys.service.js';
import { shownApplicationKey } from '../../scim-auth/application-keys/shown-application-key.js';
import { OPERATOR } from '../../events/actor.js';
import { AppCommand } from './app-command.js';
import { duration } from './duration.js';

export function applicationKeyCommand(): AppCommand {
  const command = new AppCommand('application-key').description('Make, list and revoke keys that read events');
  command
    .command('create')
    .description('make a key and print it, this once')
    .argument('<organizationId>')
    .option('--label <text>', 'what the key is for', '')
    .option('--expires-in <duration>', 'how long it lives, like 90d', duration, duration('365d'))
    .prints((app, organizationId: string, { label, expiresIn }: { label: string; expiresIn: number }) =>
      app.get(ApplicationKeysService).create(organizationId, label, expiresIn, OPERATOR),
    );
  command
    .command('list')
    .description('list the keys of an organization and their last use')
    .argument('<organizationId>')
    .lists(['id', 'label', 'state', 'created', 'expires', 'lastUsed'], async (app, organizationId: string) => {
      return (await app.get(ApplicationKeysService).list(organizationId)).map(shownApplicationKey);
    });
  command
    .command('revoke')
    .description('end a key at once')
    .argument('<organizationId>')
    .argument('<keyId>')
    .prints(async (app, organizationId: string, id: string) =>
      shownApplicationKey(await app.get(ApplicationKeysService).revoke(organizationId, id, OPERATOR)),
    );
  return command;
}
