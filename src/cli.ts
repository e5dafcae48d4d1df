import { runCommand } from './tools/cli/run-command.js';

await runCommand(process.argv.slice(2));
