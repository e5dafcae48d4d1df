import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { badBody, Problem } from '../problem.js';

const INFLATERS: Readonly<Record<string, (() => Duplex) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Whether the client sends its body only when it is asked to (RFC 9110 §10.1.1). */
export function awaitsContinue({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === '100-continue';
}

/**
 * Reads a body to its end, or until it is too large, as it was sent or inflated. What is left of it then is not kept.
 * @throws Problem 413, 415 for an unknown encoding, 400 where it is cut off or not what its encoding says
 */
export async function readBytes(request: IncomingMessage, response: ServerResponse, limit: number): Promise<Buffer> {
  const inflater = inflaterFor(request.headers['content-encoding']);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  if (awaitsContinue(request)) {
    response.writeContinue();
    response.removeHeader('Connection');
  }
  try {
    return await collected(request, inflater, limit);
  } catch (error) {
    request.unpipe();
    inflater?.destroy();
    request.resume();
    throw error;
  }
}

function inflaterFor(encoding = 'identity'): Duplex | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity') return undefined;
  const create = Object.hasOwn(INFLATERS, name) ? INFLATERS[name] : undefined;
  if (!create)
    throw new Problem(415, 'refused', 'The body must be sent without a Content-Encoding, or with gzip, deflate or br');
  return create();
}

function collected(request: IncomingMessage, inflater: Duplex | undefined, limit: number): Promise<Buffer> {
  const content = inflater ? request.pipe(inflater) : request;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let size = 0;
    const broken = () => reject(badBody('The body ended early, or does not match its Content-Encoding'));
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > limit) reject(tooLarge(limit));
    });
    content.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) reject(tooLarge(limit));
      else chunks.push(chunk);
    });
    content.on('end', () => resolve(Buffer.concat(chunks, size)));
    content.on('error', broken);
    request.on('error', broken);
    // It also closes when it was read to its end, while the last of it is still being inflated.
    request.on('close', () => request.complete || broken());
  });
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'refused', `The body is larger than ${limit} bytes: send less in one request`);
}
