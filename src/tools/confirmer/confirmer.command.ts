import { Command, InvalidArgumentError } from 'commander';
import { duration } from '../cli/duration.js';
import { isId } from '../../platform/ids/new-id.js';
import { Confirmer } from './confirmer.js';
import { type ConfirmerLog, JsonLog, ReadableLog } from './confirmer-log.js';
import { Decisions } from './decisions.js';
import { exitCodeOf } from './faults.js';
import { isOpenToOthers, readIdentityFile } from './identity-file.js';
import { passphraseFrom } from './passphrase.js';
import { readPolicy } from './policy.js';
import { runConfirmer } from './run-confirmer.js';
import { Refusal, Server } from './server.js';
import { StateFile } from './state-file.js';
import { printError } from '../cli/print.js';

interface Options {
  url: string;
  organization: string;
  identityFile: string;
  passphraseFile?: string;
  policy: string;
  stateFile: string;
  interval: number;
  once?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const MORE = `
The identity is that of a confirmed admin, best of one made for this alone. Without --passphrase-file the passphrase is
taken from MUSTER_CONFIRMER_PASSPHRASE or the file that MUSTER_CONFIRMER_PASSPHRASE_FILE names, or asked for.

The policy is a JSON object. Somebody is confirmed only if every rule that is given allows it; one of the first three
is needed:
  "domains": ["acme.example"]     the proven address is of one of these domains
  "groups": ["Engineering"]       is in one of these groups, directly or through others
  "fingerprints": ["six words"]   the key has one of these; or the name of a file, one fingerprint a line
  "delay": "10m"                  the key has been known to this program for so long
  "maxPerHour": 50                no more people than that within an hour
Admins, and people whose key has changed or cannot be encrypted for, are always left for an admin.

Exit codes: 0 told to stop, or looked --once; 1 the server cannot be believed; 2 a file or an option is wrong;
3 the server does not admit this key as an admin's; 4 --once, and not everything could be done.`;

/** `muster confirmer`: a process on a machine of the operator's own, which needs the server's URL and nothing else of it. */
export function confirmerCommand(): Command {
  return new Command('confirmer')
    .description('confirm people who have accepted, by a policy, without giving the server a key')
    .requiredOption('--url <url>', 'PUBLIC_URL of the server, exactly', serverUrl)
    .requiredOption('--organization <id>', 'id of the organization', uuid)
    .requiredOption('--identity-file <file>', "an admin's age identity, plain or armored under a passphrase")
    .option('--passphrase-file <file>', 'file that holds the passphrase of the identity')
    .requiredOption('--policy <file>', 'JSON file that says who is confirmed')
    .requiredOption('--state-file <file>', 'what has to be remembered from run to run; made when it is not there')
    .option('--interval <duration>', 'time from one look to the next', duration, duration('30s'))
    .option('--once', 'look once, then end')
    .option('--dry-run', 'tell what would be done; confirm nobody and leave the state file as it is')
    .option('--json', 'log JSON lines')
    .addHelpText('after', MORE)
    .action(confirm);
}

async function confirm(options: Options): Promise<void> {
  const log = options.json ? new JsonLog() : new ReadableLog();
  try {
    await started(options, log);
  } catch (error) {
    const code = exitCodeOf(error) ?? (error instanceof Refusal ? 4 : undefined);
    if (code === undefined) throw error;
    const { name, message } = error as Error;
    log.write('fatal', 'stopped', { cause: name, exitCode: code }, `${message}. Nothing more is confirmed.`);
    printError(`error: ${message}`);
    process.exitCode = code;
  }
}

async function started(options: Options, log: ConfirmerLog): Promise<void> {
  const { url, organization, identityFile, passphraseFile, interval, once = false, dryRun = false } = options;
  const stop = stopSignal();
  const policy = readPolicy(options.policy);
  const key = await readIdentityFile(identityFile, () => passphraseFrom(passphraseFile, process.env));
  if (isOpenToOthers(identityFile))
    log.write('warn', 'identity_file', {}, `others may read ${identityFile}: chmod 600 it`);
  const file = new StateFile(options.stateFile, organization);
  const { state, isNew } = file.read();
  if (!dryRun) file.write(state);
  if (isNew) log.write('warn', 'new_state', {}, `${options.stateFile} is new: the key log is believed as it is now`);
  const decisions = new Decisions(log);
  const confirmer = new Confirmer(
    {
      server: new Server(url, organization),
      key,
      policy,
      decisions,
      keep: (changed) => dryRun || file.write(changed),
      isDryRun: dryRun,
      isStopping: () => stop.aborted,
    },
    state,
  );
  log.write('info', 'started', { url, organization, recipient: key.recipient, dryRun }, `started as ${key.recipient}`);
  await runConfirmer(confirmer, log, { interval, isOnce: once, stop });
  decisions.ended();
}

/** Aborted by SIGTERM or Ctrl+C; the second time the process ends at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new InvalidArgumentError('Write the whole URL, like https://muster.example.com.');
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    throw new InvalidArgumentError('Without TLS anybody on the way could take the session of an admin: use https.');
  return text.replace(/(?<!\/)\/+$/, '');
}

function uuid(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError('Write the id that "muster organization list" shows.');
  return text;
}
