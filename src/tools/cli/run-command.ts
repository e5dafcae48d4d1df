import { Command } from 'commander';
import { COMMANDS } from './commands.js';
import { printError } from './print.js';

/** Runs `muster <words>`: prints to the standard streams, and sets the exit code of the process. */
export async function runCommand(words: readonly string[]): Promise<void> {
  const program = new Command('muster')
    .description('Provisions people and groups from Okta and other identity providers through SCIM 2.0')
    .showHelpAfterError();
  const name = words[0] ?? '';
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  for (const load of named ? [named] : Object.values(COMMANDS)) program.addCommand(await load());
  await program.parseAsync(words, { from: 'user' }).catch(async (error: unknown) => {
    const { isExpected } = await import('./expected-errors.js');
    printError(isExpected(error) ? `error: ${error.message}` : error);
    process.exitCode = 1;
  });
}
