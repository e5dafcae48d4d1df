import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  type ValidateByOptions,
  ValidateIf,
  type ValidationArguments,
  type ValidationOptions,
} from 'class-validator';
import { databaseMistake, ofMysql } from './mysql-server.js';
import { certificateMistake, keyMistake } from './mysql-tls.js';
import { networksOf } from './networks.js';

const toInteger = Transform(({ value }) => (/^-?\d+$/.test(String(value)) ? Number(value) : value));
const isWhole = (what: string, least: number, most: number) =>
  applyDecorators(
    toInteger,
    IsInt(says(what)),
    Min(least, says(`at least ${least}`)),
    Max(most, says(`at most ${most}`)),
  );
const toBoolean = Transform(({ value }) => ({ true: true, false: false })[String(value).toLowerCase()] ?? value);
const webAddress = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
/** Encrypted, unless it is on this machine. */
const ISSUER = /^(https:\/\/[^/]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^?#]*)?$/;
const CLAIM = /^[\w.:/-]{1,100}$/;
const SMTP_ADDRESS = /^smtps?:\/\/[^/]+/;
const says = (message: string): ValidationOptions => ({ message: `must be ${message}` });
/** @param mistakeIn says what is wrong with a value, as the rest of a sentence that begins with the variable's name */
function proved(
  mistakeIn: (value: string, settings: Configuration) => string | undefined,
): [ValidateByOptions, ValidationOptions] {
  const mistakeOf = ({ value, object }: Pick<ValidationArguments, 'value' | 'object'>) =>
    mistakeIn(value as string, object as Configuration);
  return [
    { name: 'proved', validator: { validate: (_, given) => mistakeOf(given!) === undefined } },
    { message: (given) => mistakeOf(given)! },
  ];
}
const isSwitchOrNetworks = (value: unknown) =>
  typeof value === 'string' && (/^(true|false)$/.test(value) || networksOf(value) !== undefined);

/** Everything an operator can set, by the names of the environment variables. Nothing else reads `process.env`. */
export class Configuration {
  @ValidateBy(...proved((url, settings) => databaseMistake({ ...settings, DATABASE_URL: url })))
  DATABASE_URL: string = 'sqlite:./data/muster.db';

  /** Certificates of the authorities that may have signed the database server's, in PEM; asks for TLS. */
  @IsOptional()
  @ValidateBy(...proved((text, { DATABASE_URL }) => ofMysql(DATABASE_URL) ?? certificateMistake(text)))
  DATABASE_SSL_CA?: string;

  /** The certificate that Muster shows the database server, in PEM. */
  @ValidateIf(
    ({ DATABASE_SSL_CERT, DATABASE_SSL_KEY }: Configuration) => (DATABASE_SSL_CERT ?? DATABASE_SSL_KEY) !== undefined,
  )
  @ValidateBy(...proved((text, { DATABASE_URL }) => ofMysql(DATABASE_URL) ?? certificateMistake(text ?? '')))
  DATABASE_SSL_CERT?: string;

  /** Needed with DATABASE_SSL_CERT. */
  @ValidateIf(
    ({ DATABASE_SSL_CERT, DATABASE_SSL_KEY }: Configuration) => (DATABASE_SSL_CERT ?? DATABASE_SSL_KEY) !== undefined,
  )
  @ValidateBy(...proved((text, { DATABASE_SSL_CERT }) => keyMistake(text ?? '', DATABASE_SSL_CERT)))
  DATABASE_SSL_KEY?: string;

  /** Connections to MySQL of one process for reading, and as many for writing. */
  @isWhole('a whole number of connections', 2, 500)
  DATABASE_POOL_SIZE: number = 10;

  @Matches(/^[\w.:-]+$/, says('an address or host name to listen on'))
  HOST: string = '127.0.0.1';

  @isWhole('a whole number', 0, 65_535)
  PORT: number = 3000;

  /** Links and `meta.location` are made from it, never from the Host header. No trailing slash. */
  @Transform(({ value }) => String(value).replace(/(?<!\/)\/+$/, ''))
  @IsUrl(webAddress, says('a URL like https://muster.example.com'))
  PUBLIC_URL: string;

  /** Reverse proxies in front, whose X-Forwarded-For is believed. */
  @isWhole('a whole number of proxies', 0, 10)
  TRUST_PROXY: number = 0;

  @toBoolean
  @IsBoolean(says('true or false'))
  SCIM_ENABLED: boolean = true;

  /** Largest body of a SCIM request, in bytes; larger ones are answered with 413. */
  @isWhole('a whole number of bytes', 65_536, 16_777_216)
  SCIM_MAX_PAYLOAD_SIZE: number = 1_048_576;

  /** SCIM requests of one organization that may wait to be carried out after they were answered; 0 answers none before. */
  @isWhole('a whole number of requests', 0, 100_000)
  SCIM_ASYNC_MAX_WAITING: number = 1_000;

  @IsOptional()
  @Matches(SMTP_ADDRESS, says('smtp://user:password@host:587'))
  SMTP_URL?: string;

  /** Needed with SMTP_URL. */
  @ValidateIf(({ SMTP_URL, MAIL_FROM }: Configuration) => MAIL_FROM !== undefined || SMTP_ADDRESS.test(SMTP_URL ?? ''))
  @Matches(/^[^@]+@[^@]+$/, says('an address like muster@example.com'))
  MAIL_FROM?: string;

  /**
   * Mixed into all that the server derives from secrets in its database, so that a stolen copy of that is not enough.
   * Links that are on their way open nothing any more when it changes.
   */
  @IsOptional()
  @MinLength(32, says('at least 32 characters long'))
  SERVER_SECRET?: string;

  /** Mails a second of one process; 0 for as many as the mail server takes. */
  @isWhole('a whole number of mails a second', 0, 10_000)
  MAIL_RATE: number = 10;

  /** How long messages can be read after they went out. */
  @isWhole('a whole number of days', 1, 3_650)
  OUTBOX_RETENTION_DAYS: number = 90;

  /** The token that `/metrics` requires as `Authorization: Bearer`; without it, anybody who reaches the server can read them. */
  @IsOptional()
  @MinLength(16, says('at least 16 characters long'))
  METRICS_TOKEN?: string;

  /** Whether events may be sent to http:// URLs, where anybody on the way can read them. */
  @toBoolean
  @IsBoolean(says('true or false'))
  WEBHOOKS_ALLOW_HTTP: boolean = false;

  /** Whether events may be sent to addresses that are not public, or the networks of those that they may be sent to. */
  @ValidateBy(
    { name: 'isSwitchOrNetworks', validator: { validate: isSwitchOrNetworks } },
    says('true, false or networks like 10.1.0.0/16,fd00::/8'),
  )
  WEBHOOKS_ALLOW_PRIVATE: string = 'false';

  /** Where admins can sign in beside passwords and passkeys: an OpenID Connect issuer, as its discovery document has it. */
  @IsOptional()
  @Matches(ISSUER, says('a URL like https://login.example.com'))
  OIDC_ISSUER?: string;

  /** Needed with OIDC_ISSUER, as the secret is. */
  @ValidateIf(({ OIDC_ISSUER, OIDC_CLIENT_ID }: Configuration) => (OIDC_ISSUER ?? OIDC_CLIENT_ID) !== undefined)
  @MinLength(1, says('what the issuer calls Muster'))
  OIDC_CLIENT_ID?: string;

  @ValidateIf(({ OIDC_ISSUER, OIDC_CLIENT_SECRET }: Configuration) => (OIDC_ISSUER ?? OIDC_CLIENT_SECRET) !== undefined)
  @MinLength(1, says('the secret that the issuer has given to Muster'))
  OIDC_CLIENT_SECRET?: string;

  /** The claim that has the address of the person who has signed in. */
  @Matches(CLAIM, says('the name of a claim, such as email or preferred_username'))
  OIDC_EMAIL_CLAIM: string = 'email';

  /** The claim by which the issuer says that it has verified the address. */
  @Matches(CLAIM, says('the name of a claim, such as email_verified or xms_edov'))
  OIDC_EMAIL_VERIFIED_CLAIM: string = 'email_verified';

  /** Whether addresses are taken without that claim, from an issuer where nobody can choose an address for themselves. */
  @toBoolean
  @IsBoolean(says('true or false'))
  OIDC_TRUST_EMAIL: boolean = false;

  /** What the button is called. */
  @MaxLength(100, says('at most 100 characters long'))
  OIDC_LABEL: string = 'Single sign-on';

  /** Processes of one start; 0 means one a core. */
  @isWhole('a whole number of processes', 0, 256)
  WORKERS: number = 1;

  @IsIn(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    says('fatal, error, warn, info, debug, trace or silent'),
  )
  LOG_LEVEL: string = 'info';

  /** Milliseconds between "not ready" and closing the listener at SIGTERM, for load balancers to notice. */
  @isWhole('a whole number of milliseconds', 0, 60_000)
  SHUTDOWN_DELAY: number = 500;
}

/** Variables that may hold a credential: each can be given as `NAME_FILE` too, and may not be empty. */
export const SECRETS: readonly (keyof Configuration)[] = [
  'DATABASE_URL',
  'DATABASE_SSL_CA',
  'DATABASE_SSL_CERT',
  'DATABASE_SSL_KEY',
  'SMTP_URL',
  'SERVER_SECRET',
  'OIDC_CLIENT_SECRET',
  'METRICS_TOKEN',
];
