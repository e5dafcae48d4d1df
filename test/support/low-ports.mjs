import { createServer } from 'node:net';

/** Systems give ports above to outgoing connections. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** Ports that were free a moment ago, all different, and that nothing takes while their server is down. */
export async function lowPorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
