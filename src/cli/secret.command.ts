import { Command } from 'commander';
import { ServerSecret } from '../secrets/server-secret.js';
import { withApplication } from './application.js';
import { print } from './print.js';

export function secretCommand(): Command {
  const command = new Command('secret').description('secrets that the server makes for itself');
  command
    .command('renew')
    .description(
      'make new ones, where SERVER_SECRET is lost or was stolen: links that wait open nothing then, and secrets of webhooks change. Stop all processes first',
    )
    .action(() =>
      withApplication(async (app) => {
        await app.get(ServerSecret).renew();
        print(
          'The server makes new secrets when it needs them. Send waiting invitations again, and show webhook secrets to their receivers.',
        );
      }),
    );
  return command;
}
