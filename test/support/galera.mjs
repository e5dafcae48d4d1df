import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { makeGaleraData } from './galera-data.mjs';
import { GaleraNode } from './galera-node.mjs';
import { lowPorts } from './low-ports.mjs';
import { findMariadb } from './mariadb.mjs';

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
const PATH = [process.env.PATH, '/usr/sbin', '/usr/local/sbin'].join(delimiter);
const NODES = 3;
/** SQL, group, incremental and full state transfer. */
const PORTS_PER_NODE = 4;

const SIZES = ['--innodb-buffer-pool-size=64M', '--innodb-log-file-size=16M'];
const SETTINGS = [
  ...SIZES,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--max-connections=300',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-autoinc-lock-mode=2',
  '--binlog-format=ROW',
  '--wsrep-on=ON',
  '--wsrep-sst-method=rsync',
];

/** What is not on this machine, as packages of Debian. */
export function missingForGalera() {
  const needed = {
    'mariadb-server': findMariadb(),
    'galera-4': provider(),
    rsync: onPath('rsync'),
    iproute2: onPath('ss') || onPath('lsof'),
  };
  return Object.keys(needed).filter((name) => !needed[name]);
}

/**
 * Starts a cluster of three nodes in a temporary folder, on free ports of the loopback address. Started by root it runs as
 * `mysql`, because the transfer by rsync does not work as root. Time-outs of the cluster are Galera's own.
 * @returns {Promise<{nodes: GaleraNode[], stop(): Promise<void>}>} with an empty database `muster_test`
 */
export async function startGalera() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-galera-'));
  const user = process.getuid?.() === 0 ? 'mysql' : undefined;
  const ports = await lowPorts(NODES * PORTS_PER_NODE);
  const nodes = Array.from({ length: NODES }, (_, index) => newNode(index, folder, ports, user));
  const end = () => {
    for (const node of nodes) node.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', end);
  // It belongs to root, and `mysql` has to find the way through it.
  chmodSync(folder, 0o711);
  const folders = nodes.map(({ name }) => join(folder, name));
  await makeGaleraData(folders, user, SIZES, PATH);
  await Promise.all(nodes.map((node) => node.start()));
  await nodes[0].query('CREATE DATABASE muster_test');
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.filter((node) => node.isRunning).map((node) => node.kill()));
      process.off('exit', end);
      end();
    },
  };
}

function newNode(index, folder, ports, user) {
  const portsOf = (node) => ports.slice(node * PORTS_PER_NODE, (node + 1) * PORTS_PER_NODE);
  const [sql, group, incremental, full] = portsOf(index);
  const groups = Array.from({ length: NODES }, (_, node) => `127.0.0.1:${portsOf(node)[1]}`);
  const name = `node${index + 1}`;
  const provided = [
    'base_host=127.0.0.1',
    `base_port=${group}`,
    `gmcast.listen_addr=tcp://127.0.0.1:${group}`,
    `ist.recv_addr=127.0.0.1:${incremental}`,
    'gcache.size=16M',
  ];
  const own = [
    `--datadir=${join(folder, name)}`,
    `--socket=${join(folder, name, 's.sock')}`,
    `--pid-file=${join(folder, name, 'pid')}`,
    `--port=${sql}`,
    `--wsrep-provider=${provider()}`,
    `--wsrep-provider-options=${provided.join(';')}`,
    `--wsrep-cluster-address=gcomm://${groups.join(',')}`,
    `--wsrep-node-name=${name}`,
    `--wsrep-node-address=127.0.0.1:${group}`,
    `--wsrep-sst-receive-address=127.0.0.1:${full}`,
    ...(user ? [`--user=${user}`] : []),
  ];
  return new GaleraNode(name, folder, sql, [findMariadb(), '--no-defaults', ...own, ...SETTINGS]);
}

function provider() {
  return PROVIDERS.find((path) => existsSync(path));
}

function onPath(name) {
  return PATH.split(delimiter).some((place) => existsSync(join(place, name)));
}
