import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { scratchFolder } from './scratch.mjs';

const PLACES = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'];
const START_PATIENCE_MS = 20_000;
/** Small, and without waiting for the disk: a server that is killed keeps what is committed, and no machine loses its power here. */
const QUICK = [
  '--innodb-buffer-pool-size=128M',
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--skip-innodb-doublewrite',
  '--loose-skip-sync-frm',
];

function find(...names) {
  return names.flatMap((name) => PLACES.map((place) => join(place, name))).find((path) => existsSync(path));
}

/** The server's binary on this machine, or undefined. */
export function findMariadb() {
  return find('mariadbd', 'mysqld');
}

/**
 * Starts a private server with a folder of its own, on a free port of the loopback address.
 * @param {string[]} settings options of the server beyond its own defaults
 * @param {string} parent where its folder is made
 * @returns {Promise<{url: string, pid: number, stop(): Promise<void>}>} `url` names an empty database
 */
export async function startMariadb(settings = QUICK, parent = scratchFolder()) {
  const binary = findMariadb();
  if (!binary) throw new Error('There is no mariadbd or mysqld on this machine');
  const folder = await mkdtemp(join(parent, 'muster-mariadb-'));
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  initialise(binary, folder, user);
  const options = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 's.sock')}`,
    `--port=${port}`,
    `--tmpdir=${folder}`,
  ];
  const limits = ['--bind-address=127.0.0.1', '--skip-name-resolve', '--max-connections=300', ...settings];
  const server = spawn(binary, [...options, ...limits, ...user], { stdio: 'ignore' });
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  await accepting(`mysql://root@127.0.0.1:${port}/`, server);
  return {
    url: `mysql://root@127.0.0.1:${port}/muster_test`,
    pid: server.pid,
    async stop() {
      process.off('exit', end);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await Promise.race([ended, delay(10_000, undefined, { ref: false }).then(end)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function initialise(binary, folder, user) {
  const data = `--datadir=${join(folder, 'data')}`;
  const install = find('mariadb-install-db', 'mysql_install_db');
  const { status, stderr } = install
    ? spawnSync(install, [
        '--no-defaults',
        data,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--skip-name-resolve',
        ...user,
      ])
    : spawnSync(binary, ['--no-defaults', '--initialize-insecure', data, ...user]);
  if (status !== 0) throw new Error(`The database could not be initialised: ${stderr}`);
}

async function accepting(url, server) {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      const connection = await createConnection(url);
      await connection.query('CREATE DATABASE IF NOT EXISTS muster_test');
      return await connection.end();
    } catch (error) {
      if (Date.now() > deadline || server.exitCode !== null)
        throw new Error('The private database server did not start', { cause: error });
      await delay(100);
    }
  }
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
