import { Option } from 'commander';
import { clock } from '../../platform/database/clock.js';
import { OPERATOR } from '../../events/actor.js';
import type { ProfileName } from '../../scim/protocol/profile.js';
import { ScimKeysService } from '../../scim-auth/scim-keys.service.js';
import { shownKey } from '../../scim-auth/shown-key.js';
import { AppCommand } from './app-command.js';
import { duration } from './duration.js';

export function keyCommand(): AppCommand {
  const command = new AppCommand('key').description('Make, list, retire and revoke the keys of an organization');
  command
    .command('create')
    .description('make a key and print it, this once')
    .argument('<organizationId>')
    .option('--label <text>', 'what the key is for', '')
    .option('--expires-in <duration>', 'how long it lives, like 90d', duration, duration('365d'))
    .addOption(
      new Option('--profile <name>', 'compat takes what Okta and Entra ID really send')
        .choices(['compat', 'strict'])
        .default('compat'),
    )
    .prints(
      (
        app,
        organizationId: string,
        { label, expiresIn, profile }: { label: string; expiresIn: number; profile: ProfileName },
      ) => app.get(ScimKeysService).create(organizationId, { label, profile, lifetime: expiresIn }, OPERATOR),
    );
  command
    .command('list')
    .description('list the keys of an organization and their last use')
    .argument('<organizationId>')
    .lists(
      ['id', 'label', 'profile', 'state', 'created', 'expires', 'lastUsed', 'lastUsedFrom', 'lastUsedBy'],
      async (app, organizationId: string) => {
        return (await app.get(ScimKeysService).list(organizationId)).map(shownKey);
      },
    );
  command
    .command('retire')
    .description('let a key work on for a while, until its successor has taken over')
    .argument('<organizationId>')
    .argument('<keyId>')
    .option('--in <duration>', 'how long it works on', duration, duration('7d'))
    .prints(async (app, organizationId: string, id: string, { in: overlap }: { in: number }) =>
      shownKey(await app.get(ScimKeysService).retire(organizationId, id, clock.now() + overlap, OPERATOR)),
    );
  command
    .command('revoke')
    .description('end a key at once')
    .argument('<organizationId>')
    .argument('<keyId>')
    .prints(async (app, organizationId: string, id: string) =>
      shownKey(await app.get(ScimKeysService).revoke(organizationId, id, OPERATOR)),
    );
  return command;
}
