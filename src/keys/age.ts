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

/** The kinds of recipients that a file was made for, as its header says: `X25519`, `scrypt`, … @throws Error when it is none */
export function recipientsOf(file: string): string[] {
  const header = new TextDecoder('latin1').decode(armor.decode(file)).split('\n---')[0]!;
  const [version, ...lines] = header.split('\n');
  if (version !== 'age-encryption.org/v1') throw new Error('This is not an age file');
  return lines.filter((line) => line.startsWith('-> ')).map((line) => line.split(' ')[1]!);
}
