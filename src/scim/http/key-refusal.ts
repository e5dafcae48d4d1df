/** Why a request was answered with 401. The sender never learns it. */
export interface KeyRefusal {
  /** `wrong` is an unknown key, or a wrong secret. */
  readonly reason: 'missing' | 'malformed' | 'wrong' | 'expired' | 'retired' | 'revoked' | 'other_organization';
  /** The organization's own key, where its secret was right. */
  readonly keyId: string | null;
}
