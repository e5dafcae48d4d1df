import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const CHECK_INTERVAL_MS = 500;
/** A writer to which nobody can connect is given up at once; one that is not ready, or slow, has this many checks. */
const FAILURES = 3;

/**
 * Plays the operators' proxy (MaxScale, ProxySQL, HAProxy): one address, behind which every connection goes to the same
 * node, the writer. When that is lost it cuts its connections and goes on with a node that is in sync, and stays there.
 */
export class Forwarder {
  /** @param {import('../support/galera-node.mjs').GaleraNode[]} nodes of which the first is the writer */
  constructor(nodes) {
    this.nodes = nodes;
    this.writer = nodes[0];
    this.sockets = new Set();
    this.server = createServer((inner) => this.forward(inner));
  }

  /** @returns {Promise<number>} the port to connect to */
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.watching = this.watch();
    return this.server.address().port;
  }

  async stop() {
    this.isStopped = true;
    this.server.close();
    this.cut();
    await this.watching;
  }

  forward(inner) {
    const outer = connect(this.writer.port, '127.0.0.1');
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    inner.pipe(outer).pipe(inner);
  }

  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  async watch() {
    let failures = 0;
    while (!this.isStopped) {
      const { isReady, isReachable } = await this.writer.state();
      failures = isReady ? 0 : failures + 1;
      if (failures >= FAILURES || !isReachable) await this.move();
      await delay(CHECK_INTERVAL_MS);
    }
  }

  /** Stays where it is when there is no better node. */
  async move() {
    for (const node of this.nodes) {
      if (node === this.writer || !(await node.state()).isSynced) continue;
      this.writer = node;
      return this.cut();
    }
  }
}
