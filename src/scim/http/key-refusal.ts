/** Why a request was answered with 401. Whoever sent it is not told. */
export interface KeyRefusal {
  /** `wrong` is an unknown key, or a wrong secret. */
  readonly reason: 'missing' | 'malformed' | 'wrong' | 'expired' | 'retired' | 'revoked' | 'other_organization';
  /** Of the organization's own key, where its secret was right. */
  readonly keyId: string | null;
}
