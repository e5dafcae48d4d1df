import { Command } from 'commander';
import { COMMANDS } from './cli/commands.js';

const program = new Command('muster')
  .description('Provisions people and groups from Okta and other identity providers through SCIM 2.0')
  .showHelpAfterError();

const name = process.argv[2] ?? '';
const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
for (const load of named ? [named] : Object.values(COMMANDS)) program.addCommand(await load());

await program.parseAsync().catch(async (error: unknown) => {
  const { isExpected } = await import('./cli/expected-errors.js');
  console.error(isExpected(error) ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
