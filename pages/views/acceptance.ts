import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import type { Api } from '../api/api.js';
import { isProblem } from '../api/problem.js';
import type { Acceptance as Sent } from '../api/types.js';
import { keepOpen, close } from '../crypto/opened.js';
import { keys } from '../crypto/keys.js';
import { signInWith } from '../crypto/sign-in.js';
import { Kept } from '../kept.js';

/**
 * The answer to one invitation. Its key is made once: whatever happens on the way to the server, the same is sent again,
 * also after a reload. What is kept for that is only what the server gets, with the identity under the passphrase.
 */
export class Acceptance {
  private readonly kept: Kept<Sent>;
  private key: KeyPair | undefined;
  private sent: Sent | undefined;
  private wasSent = false;

  constructor(
    private readonly api: Api,
    private readonly linkId: string,
    private readonly token: string,
  ) {
    this.kept = new Kept(`muster.acceptance.${linkId}`);
    this.sent = this.kept.get();
  }

  get isMade(): boolean {
    return this.sent !== undefined;
  }

  /** Takes a second or two. @param makesOrganizationKey for the first admin, who makes that as well */
  async make(passphrase: string, makesOrganizationKey: boolean): Promise<void> {
    const { protectedIdentity, ...key } = await keys.newMemberKey(passphrase);
    this.key = key;
    keepOpen(key);
    await this.keep({ recipient: key.recipient, protectedIdentity }, makesOrganizationKey);
  }

  /** @throws Problem */
  async send(): Promise<void> {
    try {
      await this.sendOnce();
    } catch (error) {
      if (!isProblem(error, 'invalid', 'has_key')) throw error;
      await this.adapt(error);
      await this.sendOnce();
    }
    this.kept.forget();
  }

  forget(): void {
    this.kept.forget();
    this.sent = undefined;
    this.key = undefined;
    close();
  }

  /** An answer that got lost leaves the link used by this very key: then that signs in. */
  private async sendOnce(): Promise<void> {
    const wasSent = this.wasSent;
    this.wasSent = true;
    try {
      await this.api.accept(this.linkId, this.token, this.sent!);
    } catch (error) {
      if (!wasSent || !this.key || !isProblem(error, 'used')) throw error;
      await signInWith(this.api, this.key).catch((failure) => {
        throw isProblem(failure, 'wrong_answer') ? error : failure;
      });
    }
  }

  /** Somebody else may have become the first admin meanwhile, or the first one was removed. */
  private async adapt(error: unknown): Promise<void> {
    const { makesOrganizationKey } = await this.api.openInvitation(this.linkId, this.token);
    if (makesOrganizationKey === Boolean(this.sent!.organizationKey)) throw error;
    const { recipient, protectedIdentity } = this.sent!;
    await this.keep({ recipient, protectedIdentity }, makesOrganizationKey);
  }

  private async keep(own: { recipient: string; protectedIdentity: string }, makesOrganizationKey: boolean) {
    this.sent = own;
    if (makesOrganizationKey) {
      const { recipient, wrappedKey } = await keys.newOrganizationKey(this.api.organizationId, own.recipient);
      this.sent = { ...own, organizationKey: { recipient, wrappedKey } };
    }
    this.kept.set(this.sent);
  }
}
