import { setTimeout as delay } from 'node:timers/promises';
import { audit } from './audit.mjs';
import { muster } from './replica.mjs';
import { snapshotOf } from './snapshot.mjs';

/** Half of Okta's patience. */
const LONGEST_ANSWER_MS = 30_000;
const REVOKED_WITHIN_MS = 2_000;

/** What clients were told. */
export function checkAnswers(checks, load) {
  const [acknowledged, refused, unknown] = ['acknowledged', 'refused', 'unknown'].map((each) => load.of(each).length);
  checks.tell(
    `${load.writes.length} writes: ${acknowledged} acknowledged, ${refused} refused, ${unknown} without an answer`,
  );
  const wrong = load.of('wrong').map(({ what, answer }) => `${what}: ${answer.status} ${answer.text}`);
  checks.check('what is not acknowledged is refused with 503, Retry-After and a SCIM error', wrong);
  const longest = Math.max(...load.writes.map(({ sentAt, answeredAt }) => answeredAt - sentAt));
  checks.check(`the longest answer took ${(longest / 1_000).toFixed(1)} s`, longest < LONGEST_ANSWER_MS);
}

/** What the nodes have. */
export async function checkNodes(checks, nodes, load, { id }) {
  const snapshots = await Promise.all(nodes.map((node) => snapshotOf(node, id)));
  checks.check('all nodes have the same rows', new Set(snapshots.map(({ digest }) => digest)).size === 1);
  for (const snapshot of snapshots) {
    const found = audit(snapshot, load.writes);
    const check = (text, faults) => checks.check(`${snapshot.node.name}: ${text}`, faults);
    check('each acknowledged write is there', [...found.lost, ...found.strangers]);
    check('the members of the shared group are those that were added', found.members);
    check('the sequence of events has no gap and nothing twice', [...found.sequence, ...found.unsequenced]);
    check('each acknowledged write has its event, once', found.untold.map(nameOf));
    check('the events alone tell what is there: nothing is half done', found.halves);
    check('the version of the group counts each change', found.uncounted);
  }
  const { refusedButDone } = audit(snapshots[0], load.writes);
  checks.tell(`${refusedButDone.length} of the refused writes were carried out: the node was lost during their COMMIT`);
}

/** What the replicas answer, compared with the rows. */
export async function checkReplicas(checks, replicas, node, { id, path, key, groupId }) {
  const { users, members } = await snapshotOf(node, id);
  for (const replica of replicas) {
    const group = await replica.send('GET', `${path}/Groups/${groupId}`, key);
    const list = await replica.send('GET', `${path}/Users?count=0`, key);
    const shown = new Set(group.json.members.map(({ value }) => value));
    const isSame = shown.size === members.size && [...shown].every((member) => members.has(member));
    checks.check(
      `${replica.name} shows these members and ${users.size} users`,
      isSame && list.json.totalResults === users.size,
    );
  }
}

/** A key works everywhere, and nowhere soon after it was revoked. */
export async function checkRevocation(checks, replicas, environment, { id, path, second }) {
  const ask = async (replica) => (await replica.send('GET', `${path}/Users?count=0`, second.key)).status;
  const before = await Promise.all(replicas.map(ask));
  checks.check(
    'a key works on each replica',
    before.filter((status) => status !== 200),
  );
  const lastUses = new Map();
  let isAsking = true;
  const asking = replicas.map(async (replica) => {
    while (isAsking) {
      if ((await ask(replica)) === 200) lastUses.set(replica, Date.now());
      await delay(50);
    }
  });
  const { revoked } = await muster(environment, 'key', 'revoke', id, second.id);
  await delay(REVOKED_WITHIN_MS);
  isAsking = false;
  await Promise.all(asking);
  const last = Math.max(...lastUses.values()) - Date.parse(revoked);
  const after = await Promise.all(replicas.map(ask));
  const text = `a revoked key is refused on each replica, for the last time used ${last} ms after`;
  checks.check(text, last < REVOKED_WITHIN_MS && after.every((status) => status === 401));
}

function nameOf({ what, requestId }) {
  return `${what} ${requestId}`;
}
