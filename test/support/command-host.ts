import { type ChildProcess, fork } from 'node:child_process';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The process that runs commands for the tests of a file, started with the first of them. */
export class CommandHost {
  private static host: CommandHost | undefined;
  private isBusy = false;

  private constructor(private readonly child: ChildProcess) {}

  /** Undefined while it runs a command. */
  static get idle(): CommandHost | undefined {
    CommandHost.host ??= CommandHost.start();
    return CommandHost.host.isBusy ? undefined : CommandHost.host;
  }

  private static start(): CommandHost {
    const child = fork('test/support/run-commands.mjs', {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    child.unref();
    child.channel!.unref();
    const host = new CommandHost(child);
    child.once('exit', () => (CommandHost.host = undefined));
    return host;
  }

  /** @param folder that the command is run in */
  run(
    words: readonly string[],
    environment: Record<string, string>,
    folder: string = process.cwd(),
  ): Promise<CommandResult> {
    this.isBusy = true;
    this.child.channel!.ref();
    return new Promise<CommandResult>((resolve, reject) => {
      const ended = () => reject(new Error(`The process ended during muster ${words.join(' ')}`));
      this.child.once('exit', ended);
      this.child.once('message', (result) => {
        this.child.off('exit', ended);
        this.child.channel!.unref();
        this.isBusy = false;
        resolve(result as CommandResult);
      });
      this.child.send({ words, environment, folder });
    });
  }
}
