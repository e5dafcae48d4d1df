import { readFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { between } from './options.js';
import { Conversation, type Scenario, stepsOf } from './okta/conversation.js';
import type { Mode } from './okta/manner.js';
import { OktaClient, UnreachableError } from './okta/okta-client.js';
import { table } from './okta/report.js';
import { type Step, Transcript } from './okta/transcript.js';
import { populationCommand } from './population/population.command.js';
import { printJson } from '../cli/print.js';

interface Options {
  url: string;
  key?: string;
  keyFile?: string;
  mode: Mode | 'both';
  people: number;
  groups: number;
  keep?: boolean;
  json?: boolean;
}

/** `muster simulate`: identity providers and organizations that are not real. */
export function simulateCommand(): Command {
  const okta = new Command('okta')
    .description("play Okta's conversation and report each answer; ends with 0 when all are as expected")
    .requiredOption('--url <url>', 'SCIM base URL', baseUrl)
    .addOption(new Option('--key <key>', 'key of the organization').env('MUSTER_KEY'))
    .option('--key-file <file>', 'file that holds the key')
    .addOption(
      new Option('--mode <mode>', 'patch: catalogue app, put: app of the wizard')
        .choices(['patch', 'put', 'both'])
        .default('both'),
    )
    .option('--people <number>', 'how many people to assign', between(1, 10_000), 10)
    .option('--groups <number>', 'how many groups to push', between(0, 100), 2)
    .option('--keep', 'leave people and groups where they are')
    .option('--json', 'print JSON')
    .action(play);
  return new Command('simulate')
    .description('Play an identity provider against a server, or fill one with people')
    .addCommand(okta)
    .addCommand(populationCommand());
}

async function play(options: Options, command: Command): Promise<void> {
  const key = options.key ?? (options.keyFile ? readFileSync(options.keyFile, 'utf8').trim() : undefined);
  if (!key) return command.error('error: give the key with --key, --key-file or MUSTER_KEY', { exitCode: 2 });
  try {
    const steps = await allSteps(options, new OktaClient(options.url, key));
    const passed = steps.filter(({ ok }) => ok).length;
    const failed = steps.length - passed;
    if (options.json) printJson({ steps, passed, failed });
    else console.log(`${table(steps, process.stdout.isTTY)}\n${passed} as expected, ${failed} not`);
    process.exitCode = failed === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    command.error(`error: ${error.message}`, { exitCode: 2 });
  }
}

async function allSteps({ mode, people, groups, keep = false }: Options, client: OktaClient): Promise<Step[]> {
  const modes: Mode[] = mode === 'both' ? ['patch', 'put'] : [mode];
  const scenarios = modes.map((each): Scenario => ({ mode: each, people, groups, keep }));
  const bar = new SingleBar({
    format: '{bar} {value}/{total} requests',
    noTTYOutput: false,
    stream: process.stderr,
    hideCursor: true,
  });
  if (process.stderr.isTTY)
    bar.start(
      scenarios.reduce((sum, scenario) => sum + stepsOf(scenario), 0),
      0,
    );
  const steps: Step[] = [];
  try {
    for (const scenario of scenarios) {
      const transcript = new Transcript(client, () => bar.increment());
      await new Conversation(client, transcript, scenario).play();
      steps.push(
        ...transcript.steps.map((step) =>
          modes.length > 1 ? { ...step, name: `${scenario.mode}: ${step.name}` } : step,
        ),
      );
    }
  } finally {
    bar.stop();
  }
  return steps;
}

function baseUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('Write the whole URL, like https://muster.example/scim/v2/<id>.');
  return text;
}
