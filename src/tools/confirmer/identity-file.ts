import { readFileSync, statSync } from 'node:fs';
import { type KeyPair, keyPairOf } from '../../onboarding/keys/key-pair.js';
import { openIdentity, WrongPassphrase } from '../../onboarding/keys/protected-identity.js';
import { ConfirmerMistake } from './faults.js';

const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';
/** Anything but what the owner may do. */
const OTHERS = 0o077;

/**
 * The key in a file: an identity as age-keygen writes it, or an armored file under a passphrase.
 * @param passphrase is asked for only where it is needed
 * @throws ConfirmerMistake, which never repeats what is in the file
 */
export async function readIdentityFile(file: string, passphrase: () => Promise<string>): Promise<KeyPair> {
  const text = textOf(file).trim();
  if (text.startsWith(ARMOR)) return opened(file, text, await passphrase());
  const lines = text.split('\n').map((line) => line.trim());
  const [identity, ...more] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (!identity || more.length > 0) throw new ConfirmerMistake(`${file} does not hold one age identity`);
  return keyPairOf(identity).catch(() => refuse(`${file} does not hold an age identity (AGE-SECRET-KEY-1…)`));
}

/** Whether others than the owner may read or change the file. */
export function isOpenToOthers(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0;
}

function opened(file: string, text: string, passphrase: string): Promise<KeyPair> {
  return openIdentity(text, passphrase).catch((error: unknown) =>
    refuse(
      error instanceof WrongPassphrase
        ? `The passphrase does not open ${file}`
        : `${file} is no age identity under a passphrase`,
    ),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfirmerMistake(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function refuse(message: string): never {
  throw new ConfirmerMistake(message);
}
