import type { LinkRef } from '../links/links.service.js';

/** What a mail about a key calls it, or about something else that lets somebody in. */
export type KeyKind = 'scim' | 'application' | 'webhook' | 'admin' | 'passkey' | 'account';

/** What the text of each mail says, by the name of its template. Names are as people wrote them. */
export interface MailValues {
  /** To a person who may join. */
  invitation: {
    readonly organization: string;
    readonly person: string;
    readonly inviter: string | null;
    /** Milliseconds since 1970, as in all of them. */
    readonly expiresAt: number;
  };
  /** To a person who now has the organization's key. */
  confirmed: { readonly organization: string; readonly person: string };
  /** To an admin: somebody has accepted. */
  'please-confirm': {
    readonly organization: string;
    readonly person: string;
    readonly member: string;
    readonly memberAddress: string;
    /** Whether the admin is a member with a key, who can confirm; left out by versions that wrote to nobody else. */
    readonly hasKey?: boolean;
  };
  /** To an admin: several have accepted. */
  'people-wait': {
    readonly organization: string;
    readonly person: string;
    readonly people: number;
    /** Names and addresses of those who came first. */
    readonly first: readonly string[];
    readonly hasKey: boolean;
  };
  /** To somebody who may administer; sent at once, and kept nowhere. */
  'admin-invitation': {
    /** Null for an operator of the whole server. */
    readonly organization: string | null;
    readonly person: string;
    readonly inviter: string;
    readonly expiresAt: number;
  };
  /** To an admin: a key, or the secret of a webhook, was made. */
  'key-made': {
    readonly organization: string;
    readonly person: string;
    readonly kind: KeyKind;
    readonly label: string;
    readonly by: string;
    /** Null for what does not expire. Not `expiresAt`, after which no mail would be sent. */
    readonly keyExpiresAt: number | null;
  };
  /** To an admin: a key will expire. */
  'key-expires': {
    readonly organization: string;
    readonly person: string;
    readonly kind: KeyKind;
    readonly label: string;
    readonly keyExpiresAt: number;
  };
  /** To an admin: somebody has found a key and reported it, which has ended it. */
  'key-found': {
    /** Null for a token of an operator of the whole server. */
    readonly organization: string | null;
    readonly person: string;
    readonly kind: KeyKind;
    readonly label: string;
    /** The address that the report came from. */
    readonly from: string;
  };
  /** To a person who asked for it. */
  'sign-in': { readonly organization: string; readonly person: string; readonly expiresAt: number };
  /** To the address that the identity provider says is a person's now. */
  'prove-address': {
    readonly organization: string;
    readonly person: string;
    readonly expiresAt: number;
    /** Whether the person is an admin, who has to be signed in; left out by older versions. */
    readonly needsSignIn?: boolean;
  };
  /** To the one before. */
  'address-changed': {
    readonly organization: string;
    readonly person: string;
    readonly newAddress: string;
    readonly needsSignIn?: boolean;
  };
  /** To an admin: more people were removed than the breaker lets pass. */
  'breaker-tripped': {
    readonly organization: string;
    readonly organizationId: string;
    readonly person: string;
    /** Whether more of them wait now, or are removed as before. */
    readonly isHeld: boolean;
    readonly passed: number;
    readonly limit: number;
    readonly people: number;
    readonly minutes: number;
  };
  /** To an admin: a webhook was disabled. */
  'webhook-disabled': {
    readonly organization: string;
    readonly person: string;
    readonly label: string;
    /** Without what may be secret in it. */
    readonly url: string;
    /** Whether it said so itself, rather than failing for days. */
    readonly isGone: boolean;
    readonly failingSince: number;
  };
}

type MailTemplate = keyof MailValues;

interface MailOf<Template extends MailTemplate> {
  /** One address. */
  readonly to: string;
  readonly template: Template;
  readonly values: MailValues[Template];
  /** What the button opens. */
  readonly link?: Pick<LinkRef, 'id' | 'purpose'>;
  /** A place in the console that it opens instead, such as `o/<organizationId>/people`. */
  readonly page?: string;
}

/** A mail as the outbox keeps it: the payload of the channel `mail`. */
export type Mail = { [Template in MailTemplate]: MailOf<Template> }[MailTemplate];
