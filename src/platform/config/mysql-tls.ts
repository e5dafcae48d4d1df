import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { MysqlSettingError, type MysqlSettings } from './mysql-settings.js';

/** TLS as mysql2 takes it. */
export interface MysqlTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ciphers?: string;
  readonly minVersion?: string;
  readonly maxVersion?: string;
  /** Whether an authority that is trusted has to have signed the server's certificate. */
  readonly rejectUnauthorized: boolean;
  /** Whether the certificate has to be for the host that the URL names. */
  readonly verifyIdentity: boolean;
}

const VERIFIED = { rejectUnauthorized: true, verifyIdentity: true };
/** As MySQL's own clients name them, and providers write them into their URLs. */
const MODES: Readonly<Record<string, MysqlTls | undefined>> = {
  DISABLED: undefined,
  REQUIRED: { rejectUnauthorized: false, verifyIdentity: false },
  VERIFY_CA: { rejectUnauthorized: true, verifyIdentity: false },
  VERIFY_IDENTITY: VERIFIED,
};
/** Amazon's authorities, which come with the driver. */
const PROFILE = 'Amazon RDS';
const TEXTS = ['ca', 'cert', 'key', 'passphrase', 'ciphers', 'minVersion', 'maxVersion'];
const SWITCHES = ['rejectUnauthorized', 'verifyIdentity'];

/**
 * What the URL and the other variables ask for: undefined for no TLS, a text for a profile of the driver. A server whose
 * authority is given has to have its certificate, and so has one of `ssl=true`.
 * @throws MysqlSettingError about DATABASE_URL
 */
export function mysqlTls(query: URLSearchParams, settings: MysqlSettings, host: string): MysqlTls | string | undefined {
  const { DATABASE_SSL_CA: ca, DATABASE_SSL_CERT: cert, DATABASE_SSL_KEY: key } = settings;
  const given = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  const isAskedFor = Object.keys(given).length > 0;
  const [mode, ssl] = [query.get('ssl-mode'), query.get('ssl')];
  if (mode !== null && ssl !== null) throw new MysqlSettingError('has both ssl-mode and ssl; keep one');
  if (ssl === PROFILE && !isAskedFor) return PROFILE;
  const tls = mode === null && ssl === null ? (isAskedFor ? VERIFIED : undefined) : (byMode(mode) ?? bySsl(ssl));
  if (!tls && isAskedFor)
    throw new MysqlSettingError('turns TLS off, and DATABASE_SSL_CA, _CERT or _KEY asks for it; keep one');
  if (ca && tls && !tls.rejectUnauthorized)
    throw new MysqlSettingError(
      'does not check the certificate, and DATABASE_SSL_CA asks for it; use ssl-mode=VERIFY_CA or VERIFY_IDENTITY',
    );
  if (tls?.verifyIdentity && isIP(host))
    throw new MysqlSettingError(
      'must name its host, not an IP address, for the certificate to be checked; ssl-mode=VERIFY_CA checks the authority alone',
    );
  return tls && { ...tls, ...given };
}

/** @returns what is wrong with certificates in PEM */
export function certificateMistake(text: string): string | undefined {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const isRight = certificates.length > 0 && certificates.every((each) => attempt(() => new X509Certificate(each)));
  return isRight ? undefined : 'must be certificates in PEM, not the path of a file';
}

/** @returns what is wrong with the private key of a certificate, in PEM */
export function keyMistake(text: string, certificate: string | undefined): string | undefined {
  const key = attempt(() => createPrivateKey(text));
  if (!key) return 'must be a private key in PEM without a passphrase, not the path of a file';
  if (certificate === undefined || certificateMistake(certificate)) return 'needs its certificate in DATABASE_SSL_CERT';
  return new X509Certificate(certificate).checkPrivateKey(key) ? undefined : 'is not the key of DATABASE_SSL_CERT';
}

function byMode(mode: string | null): MysqlTls | undefined {
  if (mode === null) return undefined;
  const name = mode.toUpperCase();
  if (!Object.hasOwn(MODES, name))
    throw new MysqlSettingError(`must have ${Object.keys(MODES).join(', ')} as ssl-mode`);
  return MODES[name];
}

/** As mysql2 takes it in a URL, and the identity is checked unless it says otherwise. */
function bySsl(ssl: string | null): MysqlTls | undefined {
  const given = ssl === null ? false : attempt(() => JSON.parse(ssl) as unknown);
  if (given === false) return undefined;
  if (given === true) return VERIFIED;
  if (typeof given !== 'object' || given === null || !Object.entries(given).every(isOption))
    throw new MysqlSettingError(
      `must have true, false or JSON of ${[...TEXTS, ...SWITCHES].join(', ')} as ssl, or "${PROFILE}" alone`,
    );
  const { rejectUnauthorized = true, ...others } = given as Partial<MysqlTls>;
  return { verifyIdentity: rejectUnauthorized, ...others, rejectUnauthorized };
}

function isOption([name, value]: [string, unknown]): boolean {
  return TEXTS.includes(name) ? typeof value === 'string' : SWITCHES.includes(name) && typeof value === 'boolean';
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
