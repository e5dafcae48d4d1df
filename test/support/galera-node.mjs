import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

const JOIN_PATIENCE_MS = 45_000;
const ANSWER_PATIENCE_MS = 1_000;
const STATUS = "SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_local_state_comment')";
const RESTART = '=== restart';

/** One server of a Galera cluster on the loopback address. */
export class GaleraNode {
  /**
   * @param {string} name that the other nodes see
   * @param {string} folder where its log is kept
   * @param {number} port of SQL
   * @param {string[]} command the server's binary and all options that stay the same
   */
  constructor(name, folder, port, command) {
    this.name = name;
    this.port = port;
    this.command = command;
    this.log = join(folder, `${name}.log`);
  }

  /**
   * Resolves once the node is part of the cluster and has all data.
   * @param {string[]} options of this start only
   */
  async start(...options) {
    this.spawn(options);
    const deadline = Date.now() + JOIN_PATIENCE_MS;
    while (!(await this.state()).isSynced) {
      if (Date.now() > deadline || !this.isRunning)
        throw new Error(`${this.name} did not join the cluster: ${this.lastLog.slice(-2000)}`);
      await delay(500);
    }
  }

  /** Starts a killed node where its own data ends, as MariaDB's systemd unit does, so that it asks for what it missed only. */
  async restart() {
    appendFileSync(this.log, `${RESTART}\n`);
    this.spawn(['--wsrep-recover']);
    await once(this.child, 'exit');
    const [, position] = /Recovered position:\s*(\S+)/.exec(this.lastLog) ?? [];
    if (!position) throw new Error(`${this.name} does not know where its data ends: ${this.lastLog.slice(-2000)}`);
    await this.start(`--wsrep-start-position=${position}`);
  }

  /** How many transactions it was sent at its restart (IST); undefined when it had to copy everything (SST). */
  get missed() {
    const { lastLog } = this;
    if (/SST completed on joiner/.test(lastLog)) return undefined;
    const [, count] = /Receiving IST: (\d+) writesets/.exec(lastLog) ?? [];
    return count && Number(count);
  }

  /** What it logged since it was last started. */
  get lastLog() {
    return readFileSync(this.log, 'utf8').split(RESTART).at(-1);
  }

  get isRunning() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** SIGKILL. Resolves once it is gone. Rejects when it had ended by itself. */
  async kill() {
    if (!this.isRunning) throw new Error(`${this.name} ended by itself: ${this.lastLog.slice(-2000)}`);
    const ended = once(this.child, 'exit');
    this.end();
    await ended;
  }

  /** SIGKILL without waiting. */
  end() {
    if (this.isRunning) process.kill(-this.child.pid, 'SIGKILL');
  }

  /** `isReachable`: something listens; `isReady`: it takes statements; `isSynced`: it has all that the cluster has, too. */
  async state() {
    try {
      const status = new Map((await this.query(STATUS)).map((row) => [row.Variable_name, row.Value]));
      const isReady = status.get('wsrep_ready') === 'ON';
      return { isReachable: true, isReady, isSynced: isReady && status.get('wsrep_local_state_comment') === 'Synced' };
    } catch ({ code }) {
      return { isReachable: code !== 'ECONNREFUSED', isReady: false, isSynced: false };
    }
  }

  /** The rows of one statement, on a connection of its own. Rejects when there is no answer within a second. */
  async query(statement) {
    const connection = await this.connect();
    try {
      const [rows] = await connection.query({ sql: statement, timeout: ANSWER_PATIENCE_MS });
      return rows;
    } finally {
      connection.destroy();
    }
  }

  /** @param {string} [database] */
  connect(database) {
    const { port } = this;
    return createConnection({ host: '127.0.0.1', port, user: 'root', database, connectTimeout: ANSWER_PATIENCE_MS });
  }

  spawn(options) {
    const [binary, ...always] = this.command;
    const log = openSync(this.log, 'a');
    // A process group of its own, so that the scripts of a state transfer end with it.
    this.child = spawn(binary, [...always, ...options], { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
  }
}
