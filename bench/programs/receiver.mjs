/** An application with a webhook: takes what it is told, and counts it. */
import { createServer } from 'node:http';

let told = 0;

createServer(async (request, response) => {
  for await (const _chunk of request);
  if (request.method === 'POST') told += 1;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ told }));
}).listen(Number(process.env.PORT), '127.0.0.1');
