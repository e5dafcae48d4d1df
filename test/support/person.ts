import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { Encrypter, armor, generateIdentity, identityToRecipient } from 'age-encryption';
import { decryptWith, encryptFor } from '../../src/onboarding/keys/age.js';
import type { AnyJson, Json } from './scim-client.js';

export interface ApiAnswer {
  readonly status: number;
  readonly json: AnyJson;
}

/** Little work for the passphrase: what it takes is the browser's business. */
const QUICK = 10;

/** A person with a browser, who keeps cookies and keys as the pages do. */
export class Person {
  identity = '';
  recipient = '';
  /** The organization's identity, once it was opened or made. */
  organizationIdentity = '';
  cookie = '';

  constructor(
    readonly url: string,
    readonly organizationId: string,
    readonly passphrase = 'correct horse battery staple',
  ) {}

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.sendText(method, path, method === 'GET' ? undefined : JSON.stringify(body ?? {}), headers);
  }

  /** Sends a body as it is written. */
  async sendText(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}/api/v1/organizations/${this.organizationId}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(this.cookie && { Cookie: this.cookie }), ...headers },
      body,
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0]!;
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : undefined };
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('POST', path, body);
  }

  async open(link: string): Promise<ApiAnswer> {
    const { linkId, token } = partsOf(link);
    return this.post(`/links/${linkId}/open`, { token });
  }

  /** Makes a key and accepts, and makes the organization's key where that is wanted. */
  async accept(link: string): Promise<ApiAnswer> {
    const { json: invitation } = await this.open(link);
    const { linkId, token } = partsOf(link);
    return this.post(`/links/${linkId}/accept`, { token, ...(await this.newKey(invitation?.makesOrganizationKey)) });
  }

  async newKey(withOrganizationKey = false) {
    this.identity = await generateIdentity();
    this.recipient = await identityToRecipient(this.identity);
    const protectedIdentity = await protect(this.identity, this.passphrase);
    if (!withOrganizationKey) return { recipient: this.recipient, protectedIdentity };
    this.organizationIdentity = await generateIdentity();
    const recipient = await identityToRecipient(this.organizationIdentity);
    const wrappedKey = await this.wrapped(this.recipient, 1);
    return { recipient: this.recipient, protectedIdentity, organizationKey: { recipient, wrappedKey } };
  }

  /** Wraps the organization's key for somebody, as an admin's browser does. */
  async wrapFor(member: { recipient: string; recipientHash: string }, keyVersion = 1) {
    const wrappedKey = await this.wrapped(member.recipient, keyVersion);
    return { recipientHash: member.recipientHash, wrappedKey, keyVersion };
  }

  private wrapped(recipient: string, keyVersion: number): Promise<string> {
    const context = ['muster organization key v1', this.organizationId, String(keyVersion), recipient];
    return encryptFor(recipient, [...context, this.organizationIdentity].join('\n'));
  }

  async confirm(memberId: string): Promise<ApiAnswer> {
    const member = (await this.get('/members?status=accepted')).json.members.find(({ id }: Json) => id === memberId);
    return this.post(`/members/${memberId}/confirm`, await this.wrapFor(member));
  }

  /** Opens what was wrapped for this person. @returns whether it is the organization's key */
  async opensKey(): Promise<boolean> {
    const { status, json } = await this.get('/me/key');
    if (status !== 200) return false;
    const [what, organizationId, version, recipient, identity] = (
      await decryptWith(this.identity, json.wrappedKey)
    ).split('\n');
    expect([what, organizationId, version, recipient]).toEqual([
      'muster organization key v1',
      this.organizationId,
      String(json.keyVersion),
      this.recipient,
    ]);
    this.organizationIdentity = identity!;
    return (await identityToRecipient(this.organizationIdentity)) === json.organizationRecipient;
  }

  /** Proves to have the key, and has a session. */
  async signIn(): Promise<ApiAnswer> {
    const { json } = await this.post('/sessions/challenge', { recipient: this.recipient });
    const text = await decryptWith(this.identity, json.challenge);
    return this.post('/sessions', { recipient: this.recipient, answer: sha256(text) });
  }
}

export function partsOf(link: string): { linkId: string; token: string } {
  const { pathname, hash } = new URL(link);
  return { linkId: pathname.split('/').at(-1)!, token: hash.slice(1) };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function protect(identity: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(QUICK);
  encrypter.setPassphrase(passphrase);
  return armor.encode(await encrypter.encrypt(identity));
}
