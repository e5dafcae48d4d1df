import { Command } from 'commander';
import { ApplicationKeysService } from '../../scim-auth/application-keys/application-keys.service.js';
import { shownApplicationKey } from '../../scim-auth/application-keys/shown-application-key.js';
import { OPERATOR } from '../../events/actor.js';
import { withApplication } from './application.js';
import { duration } from './duration.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

export function applicationKeyCommand(): Command {
  const command = new Command('application-key').description('Make, list and revoke keys that read events');
  command
    .command('create')
    .description('make a key and print it, this once')
    .argument('<organizationId>')
    .option('--label <text>', 'what the key is for', '')
    .option('--expires-in <duration>', 'how long it lives, like 90d', duration, duration('365d'))
    .option('--json', 'print JSON')
    .action((organizationId: string, { label, expiresIn, json }: Json & { label: string; expiresIn: number }) =>
      withApplication(async (app) =>
        printObject(await app.get(ApplicationKeysService).create(organizationId, label, expiresIn, OPERATOR), json),
      ),
    );
  command
    .command('list')
    .description('list the keys of an organization and their last use')
    .argument('<organizationId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, { json }: Json) =>
      withApplication(async (app) => {
        const rows = (await app.get(ApplicationKeysService).list(organizationId)).map(shownApplicationKey);
        printTable(rows, ['id', 'label', 'state', 'created', 'expires', 'lastUsed'], json);
      }),
    );
  command
    .command('revoke')
    .description('end a key at once')
    .argument('<organizationId>')
    .argument('<keyId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string, { json }: Json) =>
      withApplication(async (app) =>
        printObject(
          shownApplicationKey(await app.get(ApplicationKeysService).revoke(organizationId, id, OPERATOR)),
          json,
        ),
      ),
    );
  return command;
}
