import type { Socket } from 'node:net';
import {
  type Connection,
  type ConnectionConfig,
  createConnection,
  type Prepare,
  SqlError,
  type UpsertResult,
} from 'mariadb';
import { RecentlyUsed } from '../recently-used.js';
import type { Result, Session, Sessions } from '../session.js';
import { coalescingSocket } from './coalescing-socket.js';

/** Longer statements take more of the database's memory than preparing them saves. */
const MAX_PREPARED_VALUES = 1_000;
const MAX_PREPARED_STATEMENTS = 128;
const ROWS_AT_ONCE = 500;
const MAX_INT = 2_147_483_647;
/** It is not known (any more), or has to be prepared again. */
const LOST_STATEMENT = new Set([1243, 1615]);
/** A statement is given up when nothing is heard for so long. */
const PATIENCE_MS = 15_000;

/** Where a server is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Connections of MariaDB's connector, made when they are needed. */
export class MysqlSessions implements Sessions {
  private readonly idle: MysqlSession[] = [];
  private isClosed = false;

  constructor(
    private readonly address: Address,
    private readonly config: ConnectionConfig,
    readonly count: number,
  ) {}

  /** The one that was used last, as it is the least likely to have been hung up. */
  async acquire(): Promise<Session> {
    for (let session = this.idle.pop(); session; session = this.idle.pop()) if (session.wake()) return session;
    let socket: Socket | undefined;
    const connection = await createConnection({
      ...this.config,
      stream: (give) => give(undefined, (socket = coalescingSocket(this.address))),
    });
    return new MysqlSession(connection, socket!, (session) => this.takeBack(session));
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

/** A statement that came before. */
interface Known {
  /** Absent while it came once, or is being prepared; and where the server has prepared too many already. */
  prepared?: Prepare;
  isAsked: boolean;
}

/** Sends as text what comes the first times, and what comes again and again prepared; always in the order of the calls. */
class MysqlSession implements Session {
  private readonly known = new RecentlyUsed<Known>(MAX_PREPARED_STATEMENTS, ({ prepared }) => prepared?.close());

  constructor(
    private readonly connection: Connection,
    private readonly socket: Socket,
    private readonly takeBack: (session: MysqlSession) => void,
  ) {
    connection.on('error', () => undefined);
    socket.on('timeout', () => this.discard());
    socket.setTimeout(PATIENCE_MS);
  }

  /** A writing session is always in a transaction: see `MysqlDialect.sessions`. */
  async begin(): Promise<void> {}

  async commit(): Promise<void> {
    await this.run('COMMIT', []);
  }

  async rollback(): Promise<void> {
    await this.run('ROLLBACK', []);
  }

  async run(statement: string, values: readonly unknown[]): Promise<Result> {
    try {
      return toResult(await this.send(statement, values));
    } catch (error) {
      // What else the connection would answer, and to whom, is not known then; or a statement that it has prepared is lost.
      if (!(error instanceof SqlError) || error.fatal || LOST_STATEMENT.has(error.errno)) this.discard();
      throw error;
    }
  }

  async each(statement: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void> {
    if (!this.isOpen) throw Object.assign(new Error('The connection is closed'), { fatal: true });
    let rows: unknown[] = [];
    try {
      for await (const row of this.connection.queryStream(statement, [...values])) {
        rows.push(row);
        if (rows.length < ROWS_AT_ONCE) continue;
        take(rows);
        rows = [];
      }
      take(rows);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** @returns whether it can be used */
  wake(): boolean {
    if (!this.isOpen) return false;
    this.socket.setTimeout(PATIENCE_MS);
    return true;
  }

  release(): void {
    this.socket.setTimeout(0);
    if (this.isOpen) this.takeBack(this);
  }

  /**
   * Not the driver's `destroy`, which asks the server on another connection to end this one. A statement that is under way goes on
   * until the server notices, and keeps its locks as long.
   */
  discard(): void {
    this.socket.destroy(new Error('The connection was given up'));
  }

  async end(): Promise<void> {
    await this.connection.end().catch(() => undefined);
  }

  private get isOpen(): boolean {
    return !this.socket.destroyed && this.connection.isValid();
  }

  private send(statement: string, values: readonly unknown[]): Promise<unknown> {
    const known = this.known.get(statement);
    if (known?.prepared) return known.prepared.execute(values.map(parameter));
    const answer = this.connection.query(statement, [...values]);
    if (known) this.prepare(statement, known);
    else if (values.length > 0 && values.length <= MAX_PREPARED_VALUES) this.known.set(statement, { isAsked: false });
    return answer;
  }

  /** For the next time. */
  private prepare(statement: string, known: Known): void {
    if (known.isAsked) return;
    known.isAsked = true;
    this.connection.prepare(statement).then(
      (prepared) => {
        if (this.known.get(statement) === known) known.prepared = prepared;
        else prepared.close();
      },
      () => undefined,
    );
  }
}

function toResult(answer: unknown): Result {
  if (Array.isArray(answer)) return { rows: answer, affected: 0 };
  return { rows: [], affected: (answer as UpsertResult).affectedRows };
}

/** Large whole numbers as such: the driver would send them as floating point numbers, which LIMIT does not take. */
function parameter(value: unknown): unknown {
  return Number.isSafeInteger(value) && Math.abs(value as number) >= MAX_INT ? BigInt(value as number) : value;
}
