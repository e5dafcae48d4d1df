import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { withApplication } from './application.js';
import { printObject, printTable } from './output.js';

type Work<Given extends unknown[], Answer> = (app: INestApplicationContext, ...given: Given) => Promise<Answer>;

/** A command that works with the application and prints its answer for people or, with --json, for programs. */
export class AppCommand extends Command {
  override createCommand(name?: string): AppCommand {
    return new AppCommand(name);
  }

  /** @param work gets the application, the arguments and the options; prints nothing when it answers nothing */
  prints<Given extends unknown[]>(work: Work<Given, object | void>): this {
    return this.answers(work, (object, json) => object && printObject(object, json));
  }

  /** @param work gets the application, the arguments and the options */
  lists<Given extends unknown[]>(columns: readonly string[], work: Work<Given, readonly object[]>): this {
    return this.answers(work, (rows, json) => printTable(rows, columns, json));
  }

  private answers<Given extends unknown[], Answer>(
    work: Work<Given, Answer>,
    print: (answer: Answer, json: boolean | undefined) => void,
  ): this {
    return this.option('--json', 'print JSON').action(() => {
      const { json, ...options } = this.opts<{ json?: boolean }>();
      const given = [...this.processedArgs, options] as unknown as Given;
      return withApplication(async (app) => print(await work(app, ...given), json));
    });
  }
}
