import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of a certificate and its private key, in PEM. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes certificates in a folder of its own, by OpenSSL. */
export class Certificates {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<Certificates> {
    return new Certificates(await mkdtemp(join(tmpdir(), 'muster-certificates-')));
  }

  /** A certificate that signs others. */
  authority(name: string): Promise<Certificate> {
    const file = this.file(name);
    this.openssl(
      'req',
      '-x509',
      ...NEW_KEY,
      '-keyout',
      `${file}.key`,
      '-out',
      `${file}.pem`,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    );
    return read(file);
  }

  /** A certificate of a host or a client, signed by an authority. */
  signed(name: string, host: string, authority: Certificate): Promise<Certificate> {
    const file = this.file(name);
    writeFileSync(`${file}.ext`, `subjectAltName=DNS:${host}`);
    this.openssl('req', ...NEW_KEY, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${name}`);
    const by = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial'];
    this.openssl(
      'x509',
      '-req',
      '-in',
      `${file}.csr`,
      ...by,
      '-days',
      '2',
      '-extfile',
      `${file}.ext`,
      '-out',
      `${file}.pem`,
    );
    return read(file);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private openssl(...words: string[]): void {
    execFileSync('openssl', words, { stdio: 'pipe' });
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function read(file: string): Promise<Certificate> {
  const [certFile, keyFile] = [`${file}.pem`, `${file}.key`];
  return { certFile, keyFile, cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
}
