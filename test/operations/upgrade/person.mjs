import { createHash } from 'node:crypto';
import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { asked } from './former.mjs';

/** Little work for a passphrase that protects nothing. */
const QUICK = 10;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Somebody's browser on the way into an organization. */
export class Person {
  constructor(base) {
    this.base = base;
    this.cookie = '';
  }

  async send(method, path, body) {
    const headers = { ...JSON_TYPE, Cookie: this.cookie };
    const answer = await asked(method, this.base + path, { body, headers, statuses: [200, 201, 202, 204] });
    this.cookie = answer.cookie || this.cookie;
    return answer.body;
  }

  /** @param maker makes the organization's key too */
  async accept(link, maker = false) {
    const { pathname, hash } = new URL(link);
    const [at, token] = [`/links/${pathname.split('/').at(-1)}`, hash.slice(1)];
    await this.send('POST', `${at}/open`, { token });
    this.identity = await generateIdentity();
    this.recipient = await identityToRecipient(this.identity);
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(QUICK);
    encrypter.setPassphrase('correct horse battery staple');
    const key = { recipient: this.recipient, protectedIdentity: armor.encode(await encrypter.encrypt(this.identity)) };
    if (maker) {
      this.organizationIdentity = await generateIdentity();
      const recipient = await identityToRecipient(this.organizationIdentity);
      key.organizationKey = { recipient, wrappedKey: await this.wrapped(this.recipient) };
    }
    await this.send('POST', `${at}/accept`, { token, ...key });
  }

  async confirm(id) {
    const { members } = await this.send('GET', '/members?status=accepted');
    const { recipient, recipientHash } = members.find((member) => member.id === id);
    const body = { recipientHash, wrappedKey: await this.wrapped(recipient), keyVersion: 1 };
    await this.send('POST', `/members/${id}/confirm`, body);
  }

  async wrapped(recipient) {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const organizationId = this.base.split('/').at(-1);
    const text = ['muster organization key v1', organizationId, '1', recipient, this.organizationIdentity].join('\n');
    return armor.encode(await encrypter.encrypt(text));
  }

  async signIn() {
    const { recipient } = this;
    const { challenge } = await this.send('POST', '/sessions/challenge', { recipient });
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.identity);
    const text = await decrypter.decrypt(armor.decode(challenge), 'text');
    await this.send('POST', '/sessions', { recipient, answer: createHash('sha256').update(text).digest('hex') });
  }
}
