/** An application with webhooks: takes what it is told, and counts it; at one it is slow, at another it fails. */
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const SLOW_MS = 2_000;

let told = 0;

createServer(async (request, response) => {
  for await (const _chunk of request);
  if (request.url === '/fails') return void response.writeHead(500).end();
  if (request.url === '/slow') await delay(SLOW_MS);
  if (request.method === 'POST') told += 1;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ told }));
}).listen(Number(process.env.PORT), '127.0.0.1');
