/**
 * Three replicas of Muster on a Galera cluster of three nodes, which are killed under load: first the writer, then another.
 * Takes about a minute. Usage: node scripts/cluster.mjs
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Checks } from '../test/cluster/checks.mjs';
import { checkAnswers, checkNodes, checkReplicas, checkRevocation } from '../test/cluster/cluster-checks.mjs';
import { Forwarder } from '../test/cluster/forwarder.mjs';
import { missingForGalera, startGalera } from '../test/support/galera.mjs';
import { muster, Replica } from '../test/cluster/replica.mjs';
import { WriteLoad } from '../test/cluster/write-load.mjs';
import { ensureBuilt } from './ensure-built.mjs';

const REPLICAS = 3;
const WRITERS = 6;
const RECOVERY_PATIENCE_MS = 30_000;
/** Load between what happens. */
const QUIET_MS = 1_000;
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const missing = missingForGalera();
if (missing.length > 0) {
  console.error(`Parts of a Galera cluster are missing: apt-get install ${missing.join(' ')}`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await ensureBuilt();
const checks = new Checks();
const { nodes, stop } = await startGalera();
const proxy = new Forwarder(nodes);
const replicas = [];
try {
  await scenario();
} catch (error) {
  checks.check('the run comes to its end', [error.stack]);
} finally {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await proxy.stop();
  await stop();
}
process.exit(checks.end());

async function scenario() {
  const environment = { DATABASE_URL: `mysql://root@127.0.0.1:${await proxy.start()}/muster_test` };
  for (let number = 1; number <= REPLICAS; number += 1)
    replicas.push(await Replica.spawn(`replica ${number}`, environment));
  await Promise.all(replicas.map((replica) => replica.ready()));
  checks.check('replicas that start at once on an empty database make its schema and are ready', true);
  const organization = await newOrganization(environment);
  const load = new WriteLoad(replicas, organization);
  load.start(WRITERS);
  await delay(QUIET_MS);
  const first = proxy.writer;
  await lose(first, 'the writer', load);
  await bringBack(first, 'under load');
  await delay(QUIET_MS);
  const other = nodes.findLast((node) => node !== proxy.writer);
  await lose(other, 'another node', load);
  await loseMajority(first, load);
  await load.stop();
  await Promise.all([first, other].map((node) => bringBack(node, 'beside another')));
  checkAnswers(checks, load);
  await checkNodes(checks, nodes, load, organization);
  await checkReplicas(checks, replicas, proxy.writer, organization);
  await checkRevocation(checks, replicas, environment, organization);
  await endReplicas();
}

/** Kills a node under load and waits until every replica writes on. */
async function lose(node, name, load) {
  const before = proxy.writer;
  const killedAt = Date.now();
  await node.kill();
  const goneAt = Date.now();
  const writes = await Promise.all(
    replicas.map((replica) => load.acknowledgedSince(goneAt, replica, RECOVERY_PATIENCE_MS)),
  );
  const waits = writes.map((write) => (write ? write.answeredAt - killedAt : Infinity));
  const first = `the first write is acknowledged ${seconds(Math.min(...waits))} s after the kill`;
  checks.check(`${name} (${node.name}) is killed: ${first}`, writes.some(Boolean));
  checks.check(`every replica writes on, the last after ${seconds(Math.max(...waits))} s`, writes.every(Boolean));
  const goesOn = node === before;
  const moved = proxy.writer !== before;
  checks.check(`the proxy ${goesOn ? 'goes on with' : 'stays at'} ${proxy.writer.name}`, moved === goesOn);
  await delay(QUIET_MS);
}

/** Kills the last node but one, which leaves a node that has to refuse, until an operator makes it the cluster. */
async function loseMajority(node, load) {
  await node.kill();
  const killedAt = Date.now();
  const { writer } = proxy;
  while ((await writer.state()).isReady && Date.now() - killedAt < RECOVERY_PATIENCE_MS) await delay(100);
  const lostAt = Date.now();
  await delay(QUIET_MS);
  const sent = load.writes.filter(({ sentAt, answeredAt }) => sentAt > lostAt && answeredAt);
  const others = sent.filter(({ outcome }) => outcome !== 'refused').map(({ what, outcome }) => `${what}: ${outcome}`);
  checks.check(
    `${writer.name} is left alone: it refuses all of ${sent.length} writes`,
    sent.length > 0 ? others : false,
  );
  const ready = await Promise.all(replicas.map((replica) => replica.isReady()));
  checks.check('no replica says that it is ready meanwhile', !ready.includes(true));
  await writer.query("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
  const since = Date.now();
  const again = await Promise.all(
    replicas.map((replica) => load.acknowledgedSince(since, replica, RECOVERY_PATIENCE_MS)),
  );
  checks.check(`${writer.name} is made the cluster by hand: every replica writes on`, again.every(Boolean));
}

async function bringBack(node, how) {
  const startedAt = Date.now();
  await node.restart();
  const took = seconds(Date.now() - startedAt);
  checks.check(
    `${node.name} rejoins ${took} s after its start ${how}, by IST of ${node.missed} transactions`,
    node.missed > 0,
  );
}

/** An organization with one group and two keys. */
async function newOrganization(environment) {
  const { id } = await muster(environment, 'organization', 'create', 'Cluster', '--enable-scim');
  const [first, second] = await Promise.all([1, 2].map(() => muster(environment, 'key', 'create', id)));
  const path = `/scim/v2/${id}`;
  const body = { schemas: [GROUP], displayName: 'Everybody' };
  const { json } = await replicas[0].send('POST', `${path}/Groups`, first.key, { body });
  return { id, path, key: first.key, second, groupId: json.id };
}

/** A process that crashed, or that nobody can end in order, is no replica to rely on. */
async function endReplicas() {
  const stillRunning = replicas.filter(({ isRunning }) => isRunning);
  checks.check('each replica is the process that was started', stillRunning.length === REPLICAS);
  const codes = await Promise.all(replicas.map((replica) => replica.stop()));
  checks.check(
    'each replica ends with 0',
    codes.filter((code) => code !== 0),
  );
  checks.check(
    'no replica logged an error but refused requests',
    replicas.flatMap(({ failures }) => failures),
  );
}

function seconds(milliseconds) {
  return (milliseconds / 1_000).toFixed(1);
}
