import type { KeyLogPage } from '../../src/onboarding/keys/key-history.js';
import { root } from '../place.js';
import { Problem, problemIn } from './problem.js';
import type {
  Acceptance,
  Invitation,
  Me,
  Member,
  Members,
  MyKey,
  NewKey,
  OwnKey,
  Status,
  WrappedKey,
} from './types.js';

const PATIENCE_MS = 60_000;
const PAGE = 200;

/** The server's API of one organization. Every call throws `Problem`. */
export class Api {
  constructor(readonly organizationId: string) {}

  openInvitation(linkId: string, token: string): Promise<Invitation> {
    return this.send('POST', `links/${encodeURIComponent(linkId)}/open`, { token });
  }

  /** Uses the link up. */
  openSignIn(linkId: string, token: string): Promise<OwnKey> {
    return this.send('POST', `links/${encodeURIComponent(linkId)}/open`, { token });
  }

  /** Uses the link up: from then on mail goes to the address that it was sent to. */
  proveAddress(linkId: string, token: string): Promise<{ address: string; organization: { name: string } }> {
    return this.send('POST', `links/${encodeURIComponent(linkId)}/open`, { token });
  }

  accept(linkId: string, token: string, acceptance: Acceptance): Promise<{ status: Status }> {
    return this.send('POST', `links/${encodeURIComponent(linkId)}/accept`, { token, ...acceptance });
  }

  sendSignInLink(address: string): Promise<void> {
    return this.send('POST', 'sign-in-links', { address });
  }

  challenge(recipient: string): Promise<{ challenge: string }> {
    return this.send('POST', 'sessions/challenge', { recipient });
  }

  signIn(recipient: string, answer: string): Promise<{ status: Status }> {
    return this.send('POST', 'sessions', { recipient, answer });
  }

  signOut(): Promise<void> {
    return this.send('DELETE', 'sessions/current', {});
  }

  me(): Promise<Me> {
    return this.send('GET', 'me');
  }

  myKey(): Promise<MyKey> {
    return this.send('GET', 'me/key');
  }

  /** The entries that follow a sequence number. */
  keyLog(after: number): Promise<KeyLogPage> {
    return this.send('GET', `key-log?after=${after}`);
  }

  /** Takes another key, or the same under another passphrase. */
  changeKey(key: OwnKey & { replaces: string }): Promise<{ status: Status }> {
    return this.send('PUT', 'me/key', key);
  }

  members(status: Status, after = '', limit = PAGE): Promise<Members> {
    return this.send('GET', `members?${new URLSearchParams({ status, after, limit: String(limit) })}`);
  }

  confirm(
    id: string,
    confirmation: { recipientHash: string; wrappedKey: string; keyVersion: number },
  ): Promise<Member> {
    return this.send('POST', `members/${encodeURIComponent(id)}/confirm`, confirmation);
  }

  beginRotation(key: NewKey): Promise<{ id: string }> {
    return this.send('POST', 'key-rotations', key);
  }

  addKeys(rotationId: string, wrappedKeys: readonly WrappedKey[]): Promise<void> {
    return this.send('POST', `key-rotations/${encodeURIComponent(rotationId)}/keys`, { wrappedKeys });
  }

  completeRotation(rotationId: string): Promise<void> {
    return this.send('POST', `key-rotations/${encodeURIComponent(rotationId)}/completion`, {});
  }

  private async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.fetch(method, path, body);
    if (!response.ok) throw await problemIn(response);
    const text = await response.text().catch(() => unreachable());
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  private async fetch(method: string, path: string, body?: object): Promise<Response> {
    const url = new URL(`api/v1/organizations/${encodeURIComponent(this.organizationId)}/${path}`, root);
    try {
      return await fetch(url, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      });
    } catch {
      return unreachable();
    }
  }
}

function unreachable(): never {
  throw new Problem(0, 'unreachable');
}
