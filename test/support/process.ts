import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandHost, type CommandResult } from './command-host.js';

type Environment = Record<string, string>;

export interface LogLine {
  readonly pid: number;
  readonly msg: string;
  readonly req?: { readonly id: string };
}

/** The built server as a process of its own. */
export class ServerProcess {
  output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.stdout!.on('data', (chunk) => (this.output += chunk));
    child.stderr!.on('data', (chunk) => (this.output += chunk));
  }

  /** Starts it without waiting for anything. */
  static async spawn(environment: Environment): Promise<ServerProcess> {
    const port = environment['PORT'] ?? String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const env = { ...bare(), PORT: port, PUBLIC_URL: url, ...environment };
    return new ServerProcess(
      spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
      url,
    );
  }

  static async start(environment: Environment): Promise<ServerProcess> {
    const server = await ServerProcess.spawn(environment);
    for (let attempt = 0; attempt < 250; attempt += 1) {
      const answer = await fetch(`${server.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return server;
      await delay(100);
    }
    server.signal('SIGKILL');
    throw new Error(`The server did not become ready: ${server.output}`);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** @returns the exit code; null when a signal ended it */
  ended(): Promise<number | null> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
    return new Promise((resolve) => child.once('exit', resolve));
  }

  /** Resolves when neither it nor a process that it has started is left: nobody holds its output any more. */
  gone(): Promise<void> {
    const { stdout } = this.child;
    return stdout!.closed ? Promise.resolve() : new Promise((resolve) => stdout!.once('close', resolve));
  }

  /** What it has logged by now. */
  get lines(): LogLine[] {
    const whole = this.output.slice(0, this.output.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  }

  async kill(name: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.signal(name);
    await this.ended();
  }
}

/** Runs `muster …`, in a process that is there for commands. Where that is busy, in one of its own. */
export function muster(words: readonly string[], environment: Environment): Promise<CommandResult> {
  const whole = { ...bare(), ...environment };
  return CommandHost.idle?.run(words, whole) ?? musterProcess(words, environment);
}

/** Runs `muster …` as a process of its own. */
export function musterProcess(words: readonly string[], environment: Environment): Promise<CommandResult> {
  const child = spawn(process.execPath, ['dist/cli.js', ...words], {
    env: { ...bare(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** A new organization with SCIM switched on and a key of it, made at the command line. */
export async function newTenant(environment: Environment) {
  const created = async (...words: string[]) => {
    const { code, stdout, stderr } = await muster([...words, '--json'], environment);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as { id: string; key: string };
  };
  const { id: organizationId } = await created('organization', 'create', 'Acme', '--enable-scim');
  const { id: keyId, key } = await created('key', 'create', organizationId);
  return { organizationId, keyId, key };
}

/** The environment without settings of Muster that a developer may have. */
function bare(): Environment {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
