import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { format, parse } from 'node:path';

const SQLITE = 'sqlite:';

/** The file of the server's secret beside a SQLite database, `muster.secret` beside `muster.db`; undefined for other databases. */
export class SecretFile {
  private constructor(readonly path: string) {}

  static beside(databaseUrl: string): SecretFile | undefined {
    if (!databaseUrl.startsWith(SQLITE) || databaseUrl === `${SQLITE}:memory:`) return undefined;
    const { dir, name } = parse(databaseUrl.slice(SQLITE.length));
    return new SecretFile(format({ dir, name, ext: '.secret' }));
  }

  /** @returns undefined when there is none, or none that was written to its end */
  read(): string | undefined {
    return (existsSync(this.path) && readFileSync(this.path, 'utf8').trim()) || undefined;
  }

  /** Only this account can read it. To be called by one process at a time. */
  make(): string {
    const secret = randomBytes(32).toString('base64url');
    const file = openSync(this.path, 'w', 0o600);
    try {
      writeFileSync(file, `${secret}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return secret;
  }
}
