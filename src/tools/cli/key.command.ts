import { Command, Option } from 'commander';
import { clock } from '../../platform/database/clock.js';
import { OPERATOR } from '../../events/actor.js';
import type { ProfileName } from '../../scim/protocol/profile.js';
import { ScimKeysService } from '../../scim-auth/scim-keys.service.js';
import { shownKey } from '../../scim-auth/shown-key.js';
import { withApplication } from './application.js';
import { duration } from './duration.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

export function keyCommand(): Command {
  const command = new Command('key').description('Make, list, retire and revoke the keys of an organization');
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
    .option('--json', 'print JSON')
    .action(
      (
        organizationId: string,
        { label, expiresIn, profile, json }: Json & { label: string; expiresIn: number; profile: ProfileName },
      ) =>
        withApplication(async (app) => {
          printObject(
            await app.get(ScimKeysService).create(organizationId, { label, profile, lifetime: expiresIn }, OPERATOR),
            json,
          );
        }),
    );
  command
    .command('list')
    .description('list the keys of an organization and their last use')
    .argument('<organizationId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, { json }: Json) =>
      withApplication(async (app) => {
        const rows = (await app.get(ScimKeysService).list(organizationId)).map(shownKey);
        printTable(
          rows,
          ['id', 'label', 'profile', 'state', 'created', 'expires', 'lastUsed', 'lastUsedFrom', 'lastUsedBy'],
          json,
        );
      }),
    );
  command
    .command('retire')
    .description('let a key work on for a while, until its successor has taken over')
    .argument('<organizationId>')
    .argument('<keyId>')
    .option('--in <duration>', 'how long it works on', duration, duration('7d'))
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string, { in: overlap, json }: Json & { in: number }) =>
      withApplication(async (app) => {
        printObject(
          shownKey(await app.get(ScimKeysService).retire(organizationId, id, clock.now() + overlap, OPERATOR)),
          json,
        );
      }),
    );
  command
    .command('revoke')
    .description('end a key at once')
    .argument('<organizationId>')
    .argument('<keyId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string, { json }: Json) =>
      withApplication(async (app) => {
        printObject(shownKey(await app.get(ScimKeysService).revoke(organizationId, id, OPERATOR)), json);
      }),
    );
  return command;
}
