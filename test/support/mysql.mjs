import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from './mariadb.mjs';
import { unpackedMysql } from './mysql-package.mjs';

const START_PATIENCE_MS = 30_000;
const DATABASE = 'muster_test';
/** By a password, so that signing in is what it is on real servers. */
const ACCOUNT = `CREATE USER muster@'%' IDENTIFIED BY 'muster'; GRANT ALL ON *.* TO muster@'%' WITH GRANT OPTION; CREATE DATABASE ${DATABASE};`;
/** Small, and without waiting for the disk. */
const QUICK = [
  '--innodb-buffer-pool-size=128M',
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--skip-innodb-doublewrite',
  '--skip-log-bin',
  '--performance-schema=OFF',
];

/**
 * Starts a private MySQL server of Oracle's on a free port of the loopback address, in a chroot.
 * @returns {Promise<{url: string, pid: number, version: string, stop(): Promise<void>}>} `url` names an empty database
 * @throws Error when it cannot be had on this machine, or does not start
 */
export async function startMysql() {
  const { root, version } = unpackedMysql();
  const folder = mkdtempSync(join(root, 'tmp', 'server-'));
  const inside = join('/tmp', basename(folder));
  const port = await freePort();
  const common = ['--no-defaults', '--user=root', `--datadir=${inside}/data`, `--log-error=${inside}/error.log`];
  writeFileSync(join(folder, 'account.sql'), ACCOUNT.replaceAll('; ', ';\n'));
  const { status } = spawnSync('chroot', [
    root,
    '/usr/sbin/mysqld',
    ...common,
    '--initialize-insecure',
    `--init-file=${inside}/account.sql`,
  ]);
  if (status !== 0) throw new Error(`the server could not be initialised: see ${folder}/error.log`);
  const server = spawn(
    'chroot',
    [
      root,
      '/usr/sbin/mysqld',
      ...common,
      ...QUICK,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${inside}/s.sock`,
      `--pid-file=${inside}/pid`,
      `--tmpdir=${inside}`,
      '--mysqlx=OFF',
      '--secure-file-priv=NULL',
      '--skip-name-resolve',
      '--max-connections=300',
    ],
    { stdio: 'ignore' },
  );
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const url = `mysql://muster:muster@127.0.0.1:${port}/${DATABASE}`;
  await accepting(url, server);
  return {
    url,
    pid: server.pid,
    version,
    async stop() {
      process.off('exit', end);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await Promise.race([ended, delay(10_000, undefined, { ref: false }).then(end)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function accepting(url, server) {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      return await (await createConnection(url)).end();
    } catch (error) {
      if (Date.now() > deadline || server.exitCode !== null)
        throw new Error('the server did not start', { cause: error });
      await delay(100);
    }
  }
}
