import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const PAUSE_MS = 100;
/** Shorter than Retry-After, to see soon that writes go on. */
const PAUSE_AFTER_FAILURE_MS = 250;
const DELETED_OF = 4;
const EXPECTED = { create: 201, join: 204, deactivate: 200, delete: 204 };

/**
 * Writers that each make a user, put it into the group that all share, deactivate it, and delete some. Every request goes to
 * the next replica. What was sent and answered is kept in `writes`:
 * `{what, userName, id, requestId, replica, sentAt, answeredAt, outcome, answer}` with the outcomes
 * `acknowledged` (the 2xx that belongs to it), `refused` (503 as it has to be), `unknown` (no answer), `wrong` (all else).
 */
export class WriteLoad {
  writes = [];
  turn = 0;

  /**
   * @param {import('./replica.mjs').Replica[]} replicas
   * @param {{path: string, key: string, groupId: string}} target the organization's SCIM path, a key and the shared group
   */
  constructor(replicas, target) {
    this.replicas = replicas;
    this.target = target;
  }

  start(writers) {
    this.isRunning = true;
    this.work = Promise.all(Array.from({ length: writers }, () => this.write()));
  }

  /** Resolves when every request has ended. */
  async stop() {
    this.isRunning = false;
    await this.work;
  }

  async write() {
    while (this.isRunning) {
      const userName = `${randomUUID()}@example.com`;
      const { id } = await this.send('create', { userName }, 'POST', '/Users', { schemas: [USER], userName });
      if (!id) continue;
      const user = { userName, id };
      await this.send('join', user, 'PATCH', `/Groups/${this.target.groupId}`, added(id));
      await this.send('deactivate', user, 'PATCH', `/Users/${id}`, deactivated());
      if (this.writes.length % DELETED_OF === 0) await this.send('delete', user, 'DELETE', `/Users/${id}`);
    }
  }

  async send(what, user, method, path, body) {
    this.turn += 1;
    const replica = this.replicas[this.turn % this.replicas.length];
    const requestId = randomUUID();
    const write = { what, ...user, requestId, replica, sentAt: Date.now() };
    this.writes.push(write);
    try {
      write.answer = await replica.send(method, this.target.path + path, this.target.key, { body, requestId });
      write.outcome = outcomeOf(what, write.answer);
    } catch (error) {
      write.outcome = 'unknown';
      write.error = error;
    }
    write.answeredAt = Date.now();
    if (what === 'create' && write.outcome === 'acknowledged') write.id = write.answer.json.id;
    await delay(write.outcome === 'acknowledged' ? PAUSE_MS : PAUSE_AFTER_FAILURE_MS);
    return write;
  }

  of(outcome) {
    return this.writes.filter((write) => write.outcome === outcome);
  }

  /** The first write through a replica that was sent after a moment and acknowledged, once there is one. */
  async acknowledgedSince(moment, replica, patience) {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const since = this.of('acknowledged').filter((write) => write.sentAt >= moment && write.replica === replica);
      if (since.length > 0) return since.toSorted((one, other) => one.answeredAt - other.answeredAt)[0];
      await delay(50);
    }
    return undefined;
  }
}

function outcomeOf(what, { status, headers, json }) {
  if (status === EXPECTED[what]) return 'acknowledged';
  const isScim = headers.get('content-type')?.startsWith('application/scim+json') && json?.status === '503';
  return status === 503 && isScim && Number(headers.get('retry-after')) > 0 ? 'refused' : 'wrong';
}

function added(id) {
  return { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] };
}

function deactivated() {
  return { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] };
}
