import { type Connection, type ConnectionConfig, createConnection, type SqlError, type UpsertResult } from 'mariadb';
import type { Result, Session, Sessions } from '../session.js';

/** Statements with more values than this differ from each other, and would only crowd out others. */
const MAX_PREPARED_VALUES = 32;
const ROWS_AT_ONCE = 500;
const MAX_PREPARED_STATEMENTS_REACHED = 1461;
const MAX_INT = 2_147_483_647;

/** Connections of MariaDB's connector, made when they are needed and kept. */
export class MysqlSessions implements Sessions {
  private readonly idle: MysqlSession[] = [];
  private isClosed = false;

  constructor(
    private readonly config: ConnectionConfig,
    readonly count: number,
  ) {}

  /** The one that was used last, as it is the least likely to have been hung up. */
  async acquire(): Promise<Session> {
    for (let session = this.idle.pop(); session; session = this.idle.pop()) if (session.isUsable) return session;
    const connection = await createConnection(this.config);
    connection.on('error', () => undefined);
    return new MysqlSession(connection, (session) => this.takeBack(session));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.idle.splice(0).map((session) => session.end()));
  }

  private takeBack(session: MysqlSession): void {
    if (this.isClosed) void session.end();
    else this.idle.push(session);
  }
}

/**
 * Prepares what comes again and again, and sends the rest as text. MariaDB gets statements at once, and answers in their order;
 * MySQL one after the other, because the driver would send what is prepared before what is not yet.
 */
class MysqlSession implements Session {
  private readonly isPipelined: boolean;
  private prepares = true;
  /** How many statements were sent. */
  private sent = 0;
  /** When the last one is answered, where they go one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly takeBack: (session: MysqlSession) => void,
  ) {
    this.isPipelined = connection.info?.isMariaDB() ?? false;
  }

  get isUsable(): boolean {
    return this.connection.isValid();
  }

  async run(statement: string, values: readonly unknown[]): Promise<Result> {
    this.sent += 1;
    const number = this.sent;
    try {
      return toResult(await (this.isPipelined ? this.send(statement, values) : this.sendInTurn(statement, values)));
    } catch (error) {
      if ((error as SqlError).errno !== MAX_PREPARED_STATEMENTS_REACHED) throw error;
      this.prepares = false;
      // As text it would come behind what was sent meanwhile: the transaction has to be repeated.
      if (number !== this.sent) throw error;
      return toResult(await this.connection.query(statement, [...values]));
    }
  }

  async each(statement: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void> {
    let rows: unknown[] = [];
    for await (const row of this.connection.queryStream(statement, [...values])) {
      rows.push(row);
      if (rows.length < ROWS_AT_ONCE) continue;
      take(rows);
      rows = [];
    }
    take(rows);
  }

  release(): void {
    if (this.isUsable) this.takeBack(this);
  }

  async discard(): Promise<void> {
    this.connection.destroy();
  }

  async end(): Promise<void> {
    await this.connection.end().catch(() => undefined);
  }

  private send(statement: string, values: readonly unknown[]): Promise<unknown> {
    return this.prepares && values.length > 0 && values.length <= MAX_PREPARED_VALUES
      ? this.connection.execute(statement, values.map(parameter))
      : this.connection.query(statement, [...values]);
  }

  private sendInTurn(statement: string, values: readonly unknown[]): Promise<unknown> {
    const answer = this.last.then(() => this.send(statement, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }
}

function toResult(answer: unknown): Result {
  if (Array.isArray(answer)) return { rows: answer, affected: 0 };
  return { rows: [], affected: (answer as UpsertResult).affectedRows };
}

/** Large whole numbers as such: the driver would send them as floating point numbers. */
function parameter(value: unknown): unknown {
  return Number.isInteger(value) && Math.abs(value as number) > MAX_INT ? BigInt(value as number) : value;
}
