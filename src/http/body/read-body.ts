import express, { type Request, type Response } from 'express';
import { invalidSyntax, ScimError } from '../protocol/scim-error.js';
import { readJson } from './json.js';
import { SCIM_MEDIA_TYPE } from './scim-headers.js';

/** Reads bodies of SCIM requests, after the key has been checked. */
export class BodyReader {
  private readonly raw: ReturnType<typeof express.raw>;

  /** @param limit largest body, in bytes, after decompression */
  constructor(private readonly limit: number) {
    this.raw = express.raw({ type: () => true, limit });
  }

  /** @throws ScimError 415 for another media type, 413 for a body that is too large, 400 for what is no proper JSON */
  async read(request: Request, response: Response): Promise<unknown> {
    const contentType = request.headers['content-type'];
    if (contentType !== undefined) checkMediaType(contentType);
    const bytes = await this.bytes(request, response);
    if (bytes.length > 0 && contentType === undefined) throw unsupported();
    return readJson(bytes);
  }

  private bytes(request: Request, response: Response): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.raw(request, response, (error?: unknown) => {
        if (error) reject(this.refusal(error as { type?: string }));
        else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      });
    });
  }

  private refusal({ type }: { type?: string }): ScimError {
    if (type === 'entity.too.large')
      return new ScimError(413, `The body is larger than ${this.limit} bytes: send less at a time`);
    if (type === 'encoding.unsupported')
      return new ScimError(415, 'The body must be sent plainly or with gzip, deflate or br');
    return invalidSyntax('The body could not be read to its end');
  }
}

function checkMediaType(contentType: string): void {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== SCIM_MEDIA_TYPE && type !== 'application/json') throw unsupported();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new ScimError(415, 'The body must be written in UTF-8');
}

function unsupported(): ScimError {
  return new ScimError(415, `The body must be sent as ${SCIM_MEDIA_TYPE} or application/json`);
}
