import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem.js';

/** All headers together. The request line has room of its own, for long filters. */
const MAX_HEADER_BYTES = 16 * 1024;
/** What separates name and value, and ends the line. */
const SEPARATORS = ': \r\n'.length;

/** Express middleware: refuses headers that are too long before anything looks into them. */
export function limitHeaders({ rawHeaders }: Request, _response: Response, next: NextFunction): void {
  let bytes = (rawHeaders.length / 2) * SEPARATORS;
  for (const text of rawHeaders) bytes += text.length;
  if (bytes <= MAX_HEADER_BYTES) return next();
  next(
    new Problem(
      431,
      'refused',
      `The headers have more than ${MAX_HEADER_BYTES} bytes in total: send fewer or shorter headers`,
    ),
  );
}
