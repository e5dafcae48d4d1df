import { Command } from 'commander';
import { Migrator } from '../../platform/database/migrator.js';
import { withDatabase } from './application.js';
import { print, printJson } from './print.js';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date; one process at a time, safe to repeat')
    .option('--plan', 'say what would run, and run nothing')
    .option('--json', 'print JSON')
    .action(({ plan, json }: { plan?: boolean; json?: boolean }) =>
      withDatabase(async (app) => {
        const migrator = app.get(Migrator);
        const migrations = plan ? await migrator.pending() : await migrator.migrate();
        if (json) return printJson({ migrations });
        print(migrations.length === 0 ? 'The schema is up to date.' : migrations.join('\n'));
      }),
    );
}
