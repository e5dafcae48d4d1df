import { Command } from 'commander';
import { ServerSecret } from '../../platform/secrets/server-secret.js';
import { withApplication } from './application.js';
import { print } from './print.js';

export function secretCommand(): Command {
  const command = new Command('secret').description('Manage the secrets that the server makes for itself');
  command
    .command('renew')
    .description(
      'make new secrets after SERVER_SECRET was lost or stolen. Links that were sent stop working and webhook secrets change. Stop all processes first',
    )
    .action(() =>
      withApplication(async (app) => {
        await app.get(ServerSecret).renew();
        print(
          'The server makes new secrets when it needs them. Send open invitations again, and give each receiver its new webhook secret.',
        );
      }),
    );
  return command;
}
