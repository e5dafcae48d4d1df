export interface Admin {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'operator' | 'organization';
  readonly organizationId: string | null;
  readonly hasPassword: boolean;
  readonly passkeys: number;
  readonly created: string;
  readonly lastSignIn: string | null;
}

/** By what somebody can sign in, or prove anew who it is. */
export interface Methods {
  readonly password: boolean;
  readonly passkey: boolean;
  readonly openIdConnect: { readonly label: string } | null;
}

export interface Session {
  readonly admin: Admin;
  readonly methods: Methods;
  readonly stepUpUntil: string | null;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly scimEnabled: boolean;
  readonly scimUrl: string;
  readonly created: string;
}

export interface Settings {
  readonly invitesLater: boolean;
  readonly addressChanges: 'follow' | 'refuse';
  readonly adoption: 'automatic' | 'ask' | 'never';
  readonly seatLimit: number | null;
  readonly allowedDomains: readonly string[] | null;
  readonly invitationDays: number;
  readonly requestLogDays: number;
  readonly requestLogRows: number;
  readonly requestBodies: boolean;
  readonly auditRetentionDays: number | null;
  readonly breakerMode: 'off' | 'alert' | 'hold';
  readonly breakerPeople: number | null;
  readonly breakerPercent: number | null;
  readonly breakerMinutes: number;
}

/** Somebody who is written to about an organization. */
export interface MailRecipient {
  readonly address: string;
  readonly name: string;
  readonly kind: 'account' | 'member' | 'operator';
}

export interface OrganizationDetails extends Organization {
  readonly settings: Settings;
  readonly mailRecipients: readonly MailRecipient[];
}

/** Something wrong with what was sent. */
export interface Fault {
  readonly detail: string;
  /** Where in it (RFC 6901). */
  readonly pointer: string;
}

/** Of an application that reads events. */
export interface ApplicationKey {
  readonly id: string;
  readonly label: string;
  readonly state: 'live' | 'retiring' | 'retired' | 'expired' | 'revoked';
  readonly created: string;
  readonly expires: string;
  readonly revoked: string | null;
  readonly lastUsed: string | null;
}

/** Of an identity provider. */
export interface Key extends ApplicationKey {
  readonly profile: 'compat' | 'strict';
  readonly retires: string | null;
  readonly lastUsedFrom: string | null;
  readonly lastUsedBy: string | null;
}

export interface TestStep {
  readonly name: string;
  readonly url: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly explanation: string | null;
}

export type Status = 'staged' | 'invited' | 'accepted' | 'confirmed' | 'revoked';

export interface Statistics {
  readonly people: Readonly<Record<Status, number>>;
  readonly groups: number;
  readonly activity: readonly { day: string; reads: number; writes: number; failed: number }[];
  readonly errors: readonly { status: number; scimType: string | null; count: number }[];
  readonly lastRequest: string | null;
  readonly lastSuccess: string | null;
  readonly mails: { readonly waiting: number; readonly dead: number };
  readonly adoptions: { readonly waiting: number };
  readonly breaker: { readonly mode: Settings['breakerMode']; readonly isTripped: boolean; readonly held: number };
  readonly webhooks: { readonly enabled: number; readonly failing: number; readonly disabled: number };
}

export interface Member {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly address: string | null;
  readonly status: Status;
  readonly isAdmin: boolean;
}

export interface TimelineEntry {
  readonly time: string;
  readonly kind: string;
  readonly text: string;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly members: number;
  readonly created: string;
  readonly lastModified: string;
}

export interface GroupMember {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly display: string | null;
}

export interface ScimRequest {
  readonly id: string;
  readonly requestId: string;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly filter: string | null;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly duration: number;
  readonly keyId: string | null;
  readonly client: string;
  readonly address: string;
  readonly warning: 'flipped_back' | null;
  /** Names that were left out, as no schema defines them. */
  readonly ignored?: readonly string[];
  readonly requests?: number;
}

/** A name that an identity provider sends and no schema defines. */
export interface IgnoredName {
  readonly resourceType: 'User' | 'Group';
  readonly name: string;
  readonly since: string;
  readonly last: string;
  readonly requests: number;
  readonly keyId: string;
  readonly hidden: boolean;
  readonly definable: boolean;
}

export interface AuditEvent {
  readonly sequence: number;
  readonly id: string;
  readonly time: string;
  readonly type: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly actor: { readonly kind: string; readonly id?: string; readonly label?: string };
  readonly requestId: string | null;
  readonly data: object;
}

export interface Webhook {
  readonly id: string;
  readonly label: string;
  readonly url: string;
  readonly types: string;
  readonly state: 'enabled' | 'failing' | 'disabled';
  readonly lastSequence: number;
  readonly lastDelivered: string | null;
  readonly lastError: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly time: string;
  readonly sequence: number | null;
  readonly attempt: number;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
}

export interface HeldRemoval {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly kind: 'deactivate' | 'delete';
  readonly firstAsked: string;
  readonly times: number;
  /** Of what is shown. */
  readonly version: string;
}

/** What an identity provider has asked for of somebody whom an admin made, and what admins decided. */
export interface AdoptionDecision {
  readonly state: 'waiting' | 'approved' | 'refused';
  readonly wanted: readonly ('link' | 'changeAddress' | 'restore' | 'deactivate' | 'delete')[];
  readonly firstAsked: string | null;
}

export interface Adoption extends AdoptionDecision {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly status: Status;
  readonly isAdmin: boolean;
}

/** What somebody has decided on a removal that was held. */
export interface Decision {
  readonly userId: string;
  readonly outcome: 'removed' | 'kept';
  readonly by: AuditEvent['actor'];
  readonly at: string;
}

export interface Extension {
  readonly id: string;
  readonly name: string;
  readonly resourceType: 'User' | 'Group';
  readonly attributes: readonly ExtensionAttribute[];
  readonly created: string;
}

export interface ExtensionAttribute {
  readonly name: string;
  readonly type?: string;
  readonly multiValued?: boolean;
  readonly required?: boolean;
  readonly subAttributes?: readonly ExtensionAttribute[];
}

/** A role or an entitlement. */
export interface Grant {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
}

/** One of several accounts of the same person. */
export interface AccountChoice {
  readonly id: string;
  /** Null for that of an operator. */
  readonly organization: string | null;
}

/** What a token may be used for. */
export const TOKEN_SCOPES = ['read', 'write', 'sensitive'] as const;

export interface Token {
  readonly id: string;
  readonly label: string;
  readonly scope: (typeof TOKEN_SCOPES)[number];
  readonly created: string;
  readonly expires: string;
  readonly lastUsed: string | null;
}

export interface Passkey {
  readonly id: string;
  readonly label: string;
  readonly created: string;
  readonly lastUsed: string | null;
}

export interface OwnSession {
  readonly id: string;
  readonly created: string;
  readonly lastUsed: string;
  readonly address: string;
  readonly agent: string;
  readonly isCurrent: boolean;
}
