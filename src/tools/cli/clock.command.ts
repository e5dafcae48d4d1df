import { Command } from 'commander';
import { ClockMark } from '../../platform/database/clock-mark.js';
import { withApplication } from './application.js';
import { print } from './print.js';

export function clockCommand(): Command {
  const command = new Command('clock').description('the time that Muster goes by on SQLite');
  command
    .command('reset')
    .description(
      'forget the latest time, where the clock of this machine was once ahead: the next start believes it as it is. Stop all processes first',
    )
    .action(() =>
      withApplication(async (app) => {
        await app.get(ClockMark).reset();
        print('The next start goes by the clock of this machine, or by that of the database where it has one.');
      }),
    );
  return command;
}
