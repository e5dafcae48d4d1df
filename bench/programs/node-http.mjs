/** Floor: bare node:http. */
import { createServer } from 'node:http';
import { floorStatements } from './floor-statements.mjs';

const statements = floorStatements(process.env.DATABASE_URL);

createServer(async (request, response) => {
  const [, name, ...values] = request.url.split('/').map(decodeURIComponent);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length > 0 ? [JSON.parse(Buffer.concat(chunks).toString())] : [];
  const answer = name === 'ready' ? {} : await statements[name](...values, ...body);
  const text = JSON.stringify(answer);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}).listen(Number(process.env.PORT), '127.0.0.1');
