import { armor, Decrypter, Encrypter } from 'age-encryption';
import { type KeyPair, keyPairOf } from './key-pair.js';

/** Base-2 logarithm of scrypt's cost: about a second and 256 MB a guess, as the age tool has it. */
const WORK_FACTOR = 18;
/** As age words it when no identity, here the passphrase, fits the file. */
const NO_MATCH = /no identity matched/i;

/** The passphrase does not open the identity. */
export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}

/** An armored age file that only the passphrase opens. Takes about a second of computing. */
export async function protectIdentity(identity: string, passphrase: string, workFactor = WORK_FACTOR): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(typed(passphrase));
  return armor.encode(await encrypter.encrypt(identity));
}

/** The key within. Takes about a second of computing. @throws WrongPassphrase @throws Error when the file is broken */
export async function openIdentity(protectedIdentity: string, passphrase: string): Promise<KeyPair> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(typed(passphrase));
  try {
    return await keyPairOf(await decrypter.decrypt(armor.decode(protectedIdentity), 'text'));
  } catch (error) {
    if (error instanceof Error && NO_MATCH.test(error.message)) throw new WrongPassphrase();
    throw error;
  }
}

/** Makes one text of what keyboards send: systems compose é and が in two ways, and widen letters and blanks in Japanese. */
function typed(passphrase: string): string {
  return passphrase.normalize('NFKC');
}
