import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Request, Response } from 'express';

const A_YEAR = 'public, max-age=31536000, immutable';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface Asset {
  readonly mediaType: string;
  readonly content: Buffer;
  /** The content in Brotli, where that was made. */
  readonly compressed: Buffer | undefined;
}

/** Pages that were built into a folder of `dist`, read once. Names are those of files found, so that no request reaches into the file system. */
export class BuiltPages {
  private readonly folder: string;
  private page: string | undefined;
  private known: ReadonlyMap<string, Asset> | undefined;

  /** @param name of the folder @param assets of the one in it that has scripts and styles @param prepare for the page */
  constructor(
    name: string,
    private readonly assets: string,
    private readonly prepare: (html: string) => string = (html) => html,
  ) {
    this.folder = fileURLToPath(new URL(`../../../dist/${name}/`, import.meta.url));
  }

  /** The one HTML document, which shows what its URL asks for. @throws Error when the pages are not built */
  html(): string {
    this.page ??= this.prepare(readFileSync(`${this.folder}index.html`, 'utf8'));
    return this.page;
  }

  /** Sends a file whose name has a hash of its content: it is never anything else. @returns whether there is one */
  sendAsset(name: string, request: Request, response: Response): boolean {
    this.known ??= readAssets(`${this.folder}${this.assets}/`);
    const asset = this.known.get(name);
    if (!asset) return false;
    const isCompressed = asset.compressed !== undefined && request.acceptsEncodings('br') === 'br';
    const body = isCompressed ? asset.compressed : asset.content;
    response.setHeader('Content-Type', asset.mediaType);
    response.setHeader('Cache-Control', A_YEAR);
    response.setHeader('Vary', 'Accept-Encoding');
    if (isCompressed) response.setHeader('Content-Encoding', 'br');
    response.setHeader('Content-Length', body!.length);
    response.end(body);
    return true;
  }
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const names = readdirSync(folder);
  const read = (name: string) => readFileSync(`${folder}${name}`);
  return new Map(
    names
      .filter((name) => MEDIA_TYPES[extname(name)])
      .map((name) => {
        const compressed = names.includes(`${name}.br`) ? read(`${name}.br`) : undefined;
        return [name, { mediaType: MEDIA_TYPES[extname(name)]!, content: read(name), compressed }];
      }),
  );
}
