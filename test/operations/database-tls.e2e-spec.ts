import { copyFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Connection, createConnection } from 'mysql2/promise';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import type { ConfigurationError } from '../../src/platform/config/load-configuration.js';
import { type Certificate, Certificates } from '../support/certificates.js';
import { startMariadb } from '../support/mariadb.mjs';
import { muster, newTenant, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';
import { until } from '../support/until.js';

type Environment = Record<string, string>;

let certificates: Certificates;
let authority: Certificate;
let stranger: Certificate;
let ofServer: Certificate;
let ofOther: Certificate;
let ofClient: Certificate;
beforeAll(async () => {
  certificates = await Certificates.make();
  authority = await certificates.authority('authority');
  stranger = await certificates.authority('stranger');
  ofServer = await certificates.signed('server', 'localhost', authority);
  ofOther = await certificates.signed('other', 'db.example', authority);
  ofClient = await certificates.signed('client', 'muster.example', authority);
});
afterAll(() => certificates.remove());

describe('Certificates of the configuration', () => {
  const mistakes = (environment: Environment): string[] => {
    try {
      loadConfiguration({ DATABASE_URL: 'mysql://db/muster', ...environment });
      return [];
    } catch (error) {
      return (error as ConfigurationError).mistakes;
    }
  };

  test('can come from files, like every secret', () => {
    const { DATABASE_SSL_CA } = loadConfiguration({
      DATABASE_URL: 'mysql://db/muster',
      DATABASE_SSL_CA_FILE: authority.certFile,
    });
    expect(DATABASE_SSL_CA).toBe(authority.cert.trim());
  });

  test('are looked at before there is a connection', () => {
    const { cert, key } = ofClient;
    const wrong: [Environment, ...RegExp[]][] = [
      [{ DATABASE_SSL_CA: authority.certFile }, /^DATABASE_SSL_CA must be certificates in PEM/],
      [{ DATABASE_SSL_CA: `${authority.cert}\n${authority.cert.replace(/MII/, 'XII')}` }, /^DATABASE_SSL_CA must be/],
      [{ DATABASE_SSL_CERT: cert }, /^DATABASE_SSL_KEY must be a private key in PEM/],
      [{ DATABASE_SSL_KEY: key }, /^DATABASE_SSL_CERT must be certificates/, /^DATABASE_SSL_KEY needs its certificate/],
      [{ DATABASE_SSL_CERT: cert, DATABASE_SSL_KEY: ofServer.key }, /^DATABASE_SSL_KEY is not the key of/],
      [{ DATABASE_SSL_CA: authority.cert, DATABASE_URL: 'sqlite::memory:' }, /^DATABASE_SSL_CA is for MySQL/],
      [
        { DATABASE_SSL_CA: authority.cert, DATABASE_URL: 'mysql://127.0.0.1/muster' },
        /^DATABASE_URL must name its host/,
      ],
      [{ DATABASE_URL: 'mysql://db/muster?sslmode=require' }, /^DATABASE_URL has an unknown option: sslmode/],
    ];
    for (const [environment, ...patterns] of wrong) {
      const said = mistakes(environment);
      expect(said).toEqual(patterns.map((pattern) => expect.stringMatching(pattern)));
    }
    expect(
      mistakes({
        DATABASE_SSL_CA: `${authority.cert}${stranger.cert}`,
        DATABASE_SSL_CERT: cert,
        DATABASE_SSL_KEY: key,
      }),
    ).toEqual([]);
  });
});

if (process.env['TEST_DATABASE_URL']) {
  describe('A database server that takes encrypted connections only', () => {
    let mariadb: Awaited<ReturnType<typeof startMariadb>>;
    let operator: Connection;
    let inUse: Certificate;
    let at: (user: string, host?: string) => string;
    beforeAll(async () => {
      inUse = await certificates.signed('in-use', 'localhost', authority);
      const { certFile, keyFile } = inUse;
      mariadb = await startMariadb([
        `--ssl-ca=${authority.certFile}`,
        `--ssl-cert=${certFile}`,
        `--ssl-key=${keyFile}`,
      ]);
      const { port } = new URL(mariadb.url);
      at = (user, host = 'localhost') => `mysql://${user}:pw@${host}:${port}/muster_test`;
      operator = await createConnection({ uri: mariadb.url, ssl: { rejectUnauthorized: false } });
      await operator.query(`CREATE USER muster IDENTIFIED BY 'pw'`);
      await operator.query(`CREATE USER certified IDENTIFIED BY 'pw' REQUIRE X509`);
      for (const user of ['muster', 'certified']) await operator.query(`GRANT ALL ON muster_test.* TO ${user}`);
      await operator.query('SET GLOBAL require_secure_transport = ON');
    }, 60_000);
    afterAll(async () => {
      await operator.end();
      await mariadb.stop();
    });

    /** From now on the server shows that certificate. */
    async function show({ certFile, keyFile }: Certificate): Promise<void> {
      await copyFile(certFile, inUse.certFile);
      await copyFile(keyFile, inUse.keyFile);
      await operator.query('FLUSH SSL');
    }
    const list = (environment: Environment) => muster(['organization', 'list', '--json'], environment);
    const ofAuthority = () => ({ DATABASE_SSL_CA: authority.cert });
    const ciphers = async () => {
      const [rows] = (await operator.query(
        `SELECT COUNT(*) AS number FROM information_schema.processlist WHERE user = 'muster'`,
      )) as never as [[{ number: number }]];
      return Number(rows[0].number);
    };

    test.each<[string, () => Environment]>([
      ['its authority alone', () => ({ DATABASE_URL: at('muster'), ...ofAuthority() })],
      ['a file of the authority', () => ({ DATABASE_URL: at('muster'), DATABASE_SSL_CA_FILE: authority.certFile })],
      ['ssl-mode=REQUIRED', () => ({ DATABASE_URL: `${at('muster')}?ssl-mode=REQUIRED` })],
      ['the JSON of the driver', () => ({ DATABASE_URL: `${at('muster')}?ssl={"rejectUnauthorized":false}` })],
      [
        'its address and ssl-mode=VERIFY_CA',
        () => ({ DATABASE_URL: `${at('muster', '127.0.0.1')}?ssl-mode=VERIFY_CA`, ...ofAuthority() }),
      ],
      ['compression', () => ({ DATABASE_URL: `${at('muster')}?compress=true`, ...ofAuthority() })],
      [
        'a certificate of Muster',
        () => ({
          DATABASE_URL: at('certified'),
          ...ofAuthority(),
          DATABASE_SSL_CERT: ofClient.cert,
          DATABASE_SSL_KEY: ofClient.key,
        }),
      ],
    ])('is used with %s', async (_with, environment) => {
      const { code, stderr } = await list(environment());
      expect([code, stderr]).toEqual([0, '']);
    });

    test.each<[string, () => Environment, RegExp]>([
      ['without TLS', () => ({ DATABASE_URL: at('muster') }), /takes encrypted connections only \(add \?ssl-mode/],
      [
        'by ssl-mode=DISABLED',
        () => ({ DATABASE_URL: `${at('muster')}?ssl-mode=DISABLED` }),
        /encrypted connections only/,
      ],
      [
        'without its authority',
        () => ({ DATABASE_URL: `${at('muster')}?ssl=true` }),
        /no authority that Muster trusts/,
      ],
      [
        'with the authority of somebody else',
        () => ({ DATABASE_URL: at('muster'), DATABASE_SSL_CA: stranger.cert }),
        /no authority that Muster trusts/,
      ],
      [
        'without a certificate that it wants',
        () => ({ DATABASE_URL: at('certified'), ...ofAuthority() }),
        /Access denied/,
      ],
    ])('is refused in one line %s, by the server and by commands', async (_how, environment, said) => {
      const { code, stdout, stderr } = await muster(['migrate'], environment());
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(said)]);
      expect(stderr).toMatch(/^error: No connection to the database: .+\n$/);
      const server = await ServerProcess.spawn(environment());
      expect(await server.ended()).toBe(1);
      expect(server.output).toMatch(said);
      expect(server.output).toMatch(/^No connection to the database: .+\n$/);
    });

    test('is refused in one line when its certificate is for another host', async () => {
      await show(ofOther);
      const { code, stderr } = await list({ DATABASE_URL: at('muster'), ...ofAuthority() });
      await show(ofServer);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^error: .*for another host than the one in DATABASE_URL.*\n$/),
      ]);
    });

    test('is not ready, and answers 503, while it shows a certificate that nobody trusts; afterwards it is by itself', async () => {
      const environment = { DATABASE_URL: at('muster'), ...ofAuthority(), DATABASE_POOL_SIZE: '2' };
      const { organizationId, key } = await newTenant(environment);
      const server = await ServerProcess.start(environment);
      const okta = new ScimClient(`${server.url}/scim/v2/${organizationId}`, key);
      const { id } = await okta.newUser();
      expect(await ciphers()).toBeGreaterThan(0);
      await show(await certificates.signed('strange', 'localhost', stranger));
      const [open] = (await operator.query(
        `SELECT id FROM information_schema.processlist WHERE user = 'muster'`,
      )) as never as [{ id: number }[]];
      for (const each of open) await operator.query(`KILL ${each.id}`).catch(() => undefined);
      await until(async () => (await fetch(`${server.url}/readyz`)).status === 503);
      const refused = await okta.get(`/Users/${id}`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      await show(ofServer);
      await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
      expect((await okta.get(`/Users/${id}`)).status).toBe(200);
      await server.kill('SIGTERM');
    }, 60_000);
  });

  test('A server without TLS is refused in one line where TLS is asked for', async () => {
    const plain = await startMariadb(['--skip-ssl']);
    const { code, stderr } = await muster(['migrate'], { DATABASE_URL: `${plain.url}?ssl-mode=REQUIRED` });
    await plain.stop();
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: .*the server offers no TLS.*\n$/)]);
  });
}
