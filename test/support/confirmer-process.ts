import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandHost } from './command-host.js';
import type { Company } from './organization.js';
import type { AnyJson } from './scim-client.js';
import { until } from './until.js';

export interface ConfirmerLine {
  readonly event: string;
  readonly member?: string;
  readonly reason?: string;
  readonly msg: string;
}

/** The machine of an operator, with the files that `muster confirmer` needs. */
export class ConfirmerMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-confirmer-'));
  readonly stateFile = this.file('state.json');

  constructor(
    private readonly url: string,
    private readonly company: Company,
  ) {
    this.write('admin.age', `# of the boss\n${company.admin.identity}\n`);
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.file(name), text, { mode: 0o600 });
  }

  get state(): AnyJson {
    return existsSync(this.stateFile) ? JSON.parse(readFileSync(this.stateFile, 'utf8')) : undefined;
  }

  /** Starts it, and leaves it running unless the words say otherwise. */
  start(policy: object, words: readonly string[] = [], environment: Record<string, string> = {}): ConfirmerProcess {
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), ...this.command(policy, words)], {
      cwd: this.folder,
      env: environmentOf(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ConfirmerProcess(child);
  }

  /** One look, to its end, in the process that is there for commands: it takes nothing over from the look before. */
  async once(policy: object, words: readonly string[] = [], environment: Record<string, string> = {}) {
    const command = this.command(policy, ['--once', ...words]);
    const { code, stdout, stderr } = await CommandHost.idle!.run(command, environmentOf(environment), this.folder);
    const lines = linesIn(stdout);
    return { code, lines, decisions: decisionsIn(lines), stdout, stderr };
  }

  private command(policy: object, words: readonly string[]): string[] {
    this.write('policy.json', JSON.stringify(policy));
    const { organizationId } = this.company.okta;
    const files = ['--identity-file', 'admin.age', '--policy', 'policy.json', '--state-file', 'state.json'];
    const server = ['--url', this.url, '--organization', organizationId];
    return ['confirmer', ...server, ...files, '--interval', '1s', '--json', ...words];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class ConfirmerProcess {
  stdout = '';
  stderr = '';
  private readonly end: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk) => (this.stdout += chunk));
    child.stderr!.on('data', (chunk) => (this.stderr += chunk));
    this.end = new Promise((resolve) => child.once('close', resolve));
  }

  get lines(): ConfirmerLine[] {
    return linesIn(this.stdout);
  }

  async says(event: string, member?: string): Promise<void> {
    await until(() => this.lines.some((line) => line.event === event && (!member || line.member === member)));
  }

  signal(name: NodeJS.Signals): Promise<number | null> {
    this.child.kill(name);
    return this.end;
  }

  /** @returns the exit code; null when a signal ended it */
  ended(): Promise<number | null> {
    return this.end;
  }
}

function environmentOf(environment: Record<string, string>): Record<string, string> {
  const { PATH = '' } = process.env;
  return { PATH, ...environment };
}

function linesIn(output: string): ConfirmerLine[] {
  const whole = output.slice(0, output.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ConfirmerLine);
}

/** What was decided last of each person: `confirmed`, or why not. */
function decisionsIn(lines: readonly ConfirmerLine[]): Record<string, string> {
  const decided = lines.filter(({ member }) => member !== undefined);
  return Object.fromEntries(decided.map(({ member, event, reason }) => [member, reason ?? event]));
}
