import { MysqlSettingError, type MysqlSettings } from './mysql-settings.js';
import { type MysqlTls, mysqlTls } from './mysql-tls.js';

/** A server and how to reach it, as mysql2 takes it. */
interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Absent where connections are not encrypted; a text is a profile of the driver. */
  readonly tls?: MysqlTls | string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

const FORM = /^(?:mysql|mariadb):\/\/[^/?#]+\/[^/?#]+(?:\?[^#]*)?$/;
const TLS = ['ssl-mode', 'ssl'];

type Kind = 'text' | 'number' | 'switch';
/** Options that change how the server is reached, and nothing that statements rely on. */
const OPTIONS: Readonly<Record<string, Kind>> = {
  compress: 'switch',
  connectTimeout: 'number',
  enableCleartextPlugin: 'switch',
  enableKeepAlive: 'switch',
  idleTimeout: 'number',
  keepAliveInitialDelay: 'number',
  localAddress: 'text',
  maxIdle: 'number',
  maxPreparedStatements: 'number',
  socketPath: 'text',
};
const VALUES: Readonly<Record<Kind, readonly [form: RegExp, name: string]>> = {
  text: [/^.+$/, 'a text'],
  number: [/^[1-9]\d{0,8}$/, 'a whole number'],
  switch: [/^(?:true|false)$/, 'true or false'],
};

/** @throws MysqlSettingError about DATABASE_URL */
export function mysqlServer(settings: MysqlSettings): MysqlServer {
  const url = parsed(settings.DATABASE_URL);
  const given = [...url.searchParams];
  const names = given.map(([name]) => name);
  const double = names.find((name, index) => names.indexOf(name) < index);
  if (double !== undefined) throw new MysqlSettingError(`has an option twice: ${shown(double)}`);
  const host = decodeURIComponent(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  return {
    host,
    port: url.port ? Number(url.port) : 3306,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    tls: mysqlTls(url.searchParams, settings, host),
    options: Object.fromEntries(
      given.filter(([name]) => !TLS.includes(name)).map(([name, value]) => [name, valueOf(name, value)]),
    ),
  };
}

/** @returns what is wrong with DATABASE_URL */
export function databaseMistake(settings: MysqlSettings): string | undefined {
  if (/^sqlite:./.test(settings.DATABASE_URL)) return undefined;
  try {
    mysqlServer(settings);
    return undefined;
  } catch (error) {
    if (error instanceof MysqlSettingError) return error.message;
    throw error;
  }
}

/** @returns what is wrong with a variable that is for MySQL */
export function ofMysql(url: string): string | undefined {
  return url.startsWith('sqlite:') ? 'is for MySQL, and DATABASE_URL names a SQLite file; remove it' : undefined;
}

function parsed(text: string): URL {
  try {
    const url = new URL(text);
    decodeURIComponent(url.username + url.password + url.pathname + url.hostname);
    if (FORM.test(text) && url.hostname !== '') return url;
  } catch {
    // Said below.
  }
  throw new MysqlSettingError(
    'must be sqlite:<file> or mysql://user:password@host:3306/name, with / ? # % in a password as %2F %3F %23 %25',
  );
}

function valueOf(name: string, value: string): string | number | boolean {
  const kind = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (!kind)
    throw new MysqlSettingError(
      `has an unknown option: ${shown(name)}. It takes ${[...TLS, ...Object.keys(OPTIONS)].join(', ')}`,
    );
  const [form, what] = VALUES[kind];
  if (!form.test(value)) throw new MysqlSettingError(`must have ${what} as ${name}`);
  return kind === 'text' ? value : (JSON.parse(value) as number | boolean);
}

/** A text that is no name may be part of a password. */
function shown(name: string): string {
  return /^[\w-]{1,30}$/.test(name) ? name : 'one that is no name';
}
