/** What the server answers. */
export type Status = 'staged' | 'invited' | 'accepted' | 'confirmed' | 'revoked';

export interface Invitation {
  readonly purpose: 'invitation';
  readonly organization: { readonly id: string; readonly name: string; readonly recipient: string | null };
  readonly person: { readonly displayName: string; readonly address: string };
  readonly inviter: string | null;
  readonly expiresAt: string;
  readonly isAdmin: boolean;
  /** Whether this person is the first admin, and makes the organization's key as well. */
  readonly makesOrganizationKey: boolean;
}

/** What a sign-in link opens. */
export interface OwnKey {
  readonly recipient: string;
  readonly protectedIdentity: string;
}

export interface OrganizationKey {
  readonly recipient: string;
  readonly wrappedKey: string;
}

export interface Acceptance extends OwnKey {
  readonly organizationKey?: OrganizationKey;
}

export interface Me {
  readonly id: string;
  readonly displayName: string;
  readonly address: string | null;
  readonly status: Status;
  readonly isAdmin: boolean;
  readonly recipient: string | null;
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly recipient: string | null;
    readonly keyVersion: number | null;
  };
}

export interface MyKey extends OwnKey {
  readonly wrappedKey: string;
  readonly keyVersion: number;
  readonly organizationRecipient: string;
}

export interface Member {
  readonly id: string;
  readonly displayName: string;
  readonly userName: string;
  readonly address: string | null;
  readonly status: Status;
  readonly isAdmin: boolean;
  readonly recipient: string | null;
}

export interface Members {
  readonly members: readonly Member[];
  readonly next: string | null;
}

export interface WrappedKey {
  readonly id: string;
  readonly recipientHash: string;
  readonly wrappedKey: string;
}

/** A new key of the organization, before anybody has it. */
export interface NewKey {
  readonly recipient: string;
  readonly keyVersion: number;
}
