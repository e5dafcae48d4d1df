import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../config/configuration.js';

/** Where `vite build` puts the pages; the same from `src` and from `dist`. */
const FOLDER = fileURLToPath(new URL('../../dist/browser/', import.meta.url));
/** How the built page names its place, for servers that are reached at the root of their host. */
const BASE = '<base href="/pages/" />';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Asset {
  readonly mediaType: string;
  readonly content: Buffer;
  /** The content in Brotli, where that was made. */
  readonly compressed: Buffer | undefined;
}

/** The built pages, read once. Names are those of files found, so that no request reaches into the file system. */
@Injectable()
export class PagesFiles {
  private page: string | undefined;
  private assets: ReadonlyMap<string, Asset> | undefined;

  constructor(private readonly configuration: Configuration) {}

  /** The one HTML document, which shows what its URL asks for. @throws Error when the pages are not built */
  html(): string {
    this.page ??= this.readPage();
    return this.page;
  }

  /** @throws Error when the pages are not built */
  asset(name: string): Asset | undefined {
    this.assets ??= readAssets();
    return this.assets.get(name);
  }

  private readPage(): string {
    const path = new URL(this.configuration.PUBLIC_URL).pathname.replace(/\/$/, '');
    return readFileSync(`${FOLDER}index.html`, 'utf8').replace(BASE, () => `<base href="${path}/pages/" />`);
  }
}

function readAssets(): ReadonlyMap<string, Asset> {
  const names = readdirSync(`${FOLDER}assets`);
  const read = (name: string) => readFileSync(`${FOLDER}assets/${name}`);
  return new Map(
    names
      .filter((name) => MEDIA_TYPES[extname(name)])
      .map((name) => {
        const compressed = names.includes(`${name}.br`) ? read(`${name}.br`) : undefined;
        return [name, { mediaType: MEDIA_TYPES[extname(name)]!, content: read(name), compressed }];
      }),
  );
}
