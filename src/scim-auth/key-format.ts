import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
/** 62^43 is more than 2^256. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const KEY = new RegExp(
  `^muster_(scim|app|admin)_([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})[0-9A-Za-z]{${CHECKSUM_LENGTH}}$`,
);

/** Whom a key is for: identity providers, applications that read events, or scripts of admins. */
export type KeyType = 'scim' | 'app' | 'admin';

export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

/** A new key `muster_<type>_<id>_<secret><checksum>`: the id is public, the secret has 256 bits. */
export function newKey(type: KeyType = 'scim'): KeyParts & { readonly key: string } {
  const id = randomText(ID_LENGTH);
  const secret = randomText(SECRET_LENGTH);
  return { id, secret, key: keyOf(type, id, secret) };
}

/** A key from its parts. docs/secret-scanning.md has its form for scanners. */
export function keyOf(type: KeyType, id: string, secret: string): string {
  const body = `muster_${type}_${id}_${secret}`;
  return body + checksum(body);
}

/** The parts of a key of that type whose checksum is right; undefined for everything else, without asking a database. */
export function parseKey(key: string, type: KeyType = 'scim'): KeyParts | undefined {
  const found = parseAnyKey(key);
  return found?.type === type ? { id: found.id, secret: found.secret } : undefined;
}

/** The parts of a key of any type whose checksum is right. */
export function parseAnyKey(key: string): (KeyParts & { readonly type: KeyType }) | undefined {
  const match = KEY.exec(key);
  if (!match) return undefined;
  const [, type, id, secret] = match as unknown as [string, KeyType, string, string];
  return keyOf(type, id, secret) === key ? { type, id, secret } : undefined;
}

/** CRC32 in base62, so that secret scanners and typing errors need no database. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = ALPHABET[rest % ALPHABET.length]! + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
