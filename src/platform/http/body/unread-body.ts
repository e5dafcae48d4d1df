import type { NextFunction, Request, Response } from 'express';
import { awaitsContinue } from './read-bytes.js';

/** So that a client gets to read its answer before the connection is cut, while it still sends. */
const PATIENCE_MS = 1_000;

/**
 * Express middleware: puts an end to bodies that nobody reads. A client that waits to be asked for its body is not asked,
 * and its connection ends with the answer, since nobody can say what comes next on it (RFC 9110 §10.1.1). What others
 * still send is thrown away for a moment, and then the connection is cut.
 */
export function endUnreadBody(request: Request, response: Response, next: NextFunction): void {
  const { headers, socket } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return next();
  if (awaitsContinue(request)) response.setHeader('Connection', 'close');
  response.once('finish', () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, PATIENCE_MS).unref();
  });
  next();
}
