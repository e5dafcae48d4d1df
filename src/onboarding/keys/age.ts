import { armor, Decrypter, Encrypter } from 'age-encryption';

/**
 * The age format (https://age-encryption.org/v1), armored. Nothing here knows Node or a browser: the server, the people
 * pages and the command line share it.
 */

/** Encrypts a text for the owner of a recipient. */
export async function encryptFor(recipient: string, text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/** @throws Error when the identity is not the one that the file was made for */
export async function decryptWith(identity: string, file: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(armor.decode(file), 'text');
}

/** Kinds of recipients, as the header of a file names them. */
export type RecipientKind = 'X25519' | 'scrypt';

const BASE64_32 = '[A-Za-z0-9+/]{43}';
const END = `${BASE64_32}\n--- ${BASE64_32}\n`;
/** Headers with one recipient (https://age-encryption.org/v1); 20 is the most work that age does for a passphrase. */
const HEADERS: Readonly<Record<RecipientKind, RegExp>> = {
  X25519: new RegExp(`^age-encryption\\.org/v1\n-> X25519 ${BASE64_32}\n${END}`),
  scrypt: new RegExp(`^age-encryption\\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} (?:[1-9]|1[0-9]|20)\n${END}`),
};
/** Bytes before the text: a nonce and the tag of its one chunk. */
const OVERHEAD = 32;

/** Whether a text is an armored file for one recipient of the kind, with something in it. What it says is not known. */
export function isFileFor(kind: RecipientKind, file: string): boolean {
  try {
    const text = new TextDecoder('latin1').decode(armor.decode(file));
    const [header] = HEADERS[kind].exec(text) ?? [];
    return header !== undefined && text.length - header.length > OVERHEAD;
  } catch {
    return false;
  }
}
