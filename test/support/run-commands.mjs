/**
 * A process that runs commands of the built command line one after the other, each as if it had the process to itself:
 * most of what a command takes is the loading of the application, which is done here once.
 */
import fs from 'node:fs';
import { runCommand } from '../../dist/tools/cli/run-command.js';

const STDOUT = 1;

const output = { stdout: '', stderr: '' };
/** What there was when the command ended the process, if it did. */
let ended;

for (const name of ['stdout', 'stderr']) {
  process[name].write = (chunk, encoding, callback) => {
    output[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) queueMicrotask(done);
    return true;
  };
}
/** Logs go to the file itself, past the stream. */
const { writeSync } = fs;
fs.writeSync = (file, chunk, ...more) => {
  if (file !== STDOUT) return writeSync(file, chunk, ...more);
  output.stdout += chunk;
  return Buffer.byteLength(chunk);
};
/** Nothing that comes after counts, but it is waited for. */
process.exit = (code = process.exitCode) => {
  ended ??= { code, ...output };
  throw new Error('The command has ended');
};
process.on('disconnect', () => process.reallyExit(0));
process.on('message', async ({ words, environment, folder }) => {
  process.chdir(folder);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  Object.assign(output, { stdout: '', stderr: '' });
  process.exitCode = 0;
  ended = undefined;
  await runCommand(words);
  for (const signal of ['SIGTERM', 'SIGINT']) process.removeAllListeners(signal);
  const { code, ...printed } = ended ?? { code: process.exitCode, ...output };
  process.send({ ...printed, code: Number(code ?? 0) });
});
