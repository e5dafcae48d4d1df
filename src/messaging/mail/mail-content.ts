import { oneLine } from './one-line.js';
import type { KeyKind, Mail, MailValues } from './mail.js';

/** The content of a mail before it becomes text or HTML. Every part is plain text on one line. */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** The label of the link, if there is one. */
  readonly button: string;
  /** Small print at the end. */
  readonly notes: readonly string[];
}

const KEYS: Readonly<Record<KeyKind, { made: string; opens: string }>> = {
  scim: { made: 'a SCIM key', opens: 'With this key, an identity provider can create, change and deactivate people.' },
  application: { made: 'an application key', opens: 'With this key, an application can read all events.' },
  webhook: {
    made: 'the secret of a webhook',
    opens: 'With this secret, an application checks that events come from this server.',
  },
  admin: { made: 'the token of an admin', opens: 'With this token, a script can do what the admin may do.' },
  passkey: { made: 'the passkey of an admin', opens: 'With this passkey, somebody can sign in as the admin.' },
  account: { made: 'the account of an admin', opens: 'With this account, somebody can administer the organization.' },
};

type Contents = { readonly [Template in keyof MailValues]: (values: MailValues[Template]) => MailContent };

const contents: Contents = {
  invitation: ({ organization, person, inviter, expiresAt }) => ({
    subject: `${organization}: your invitation`,
    heading: `You are invited to ${organization}`,
    paragraphs: [
      greeting(person),
      inviter === null ? `You are invited to join ${organization}.` : `${inviter} invites you to join ${organization}.`,
      'Open the link to accept. You choose a passphrase there that nobody else knows, not even the server.',
    ],
    button: 'Accept the invitation',
    notes: [
      `The link works once, until ${time(expiresAt)}. It is meant for you alone: do not pass it on.`,
      'If you did not expect this mail, you can ignore it.',
    ],
  }),
  confirmed: ({ organization, person }) => ({
    subject: `${organization}: you are confirmed`,
    heading: `You are a member of ${organization}`,
    paragraphs: [
      greeting(person),
      `An admin of ${organization} has confirmed you. From now on you can read what its members share.`,
    ],
    button: 'Open',
    notes: [],
  }),
  'please-confirm': ({ organization, person, member, memberAddress, hasKey = true }) => ({
    subject: `${organization}: ${member} waits to be confirmed`,
    heading: `${member} waits to be confirmed`,
    paragraphs: [
      greeting(person),
      `${member} (${memberAddress}) has accepted the invitation to ${organization} and waits for an admin to confirm them.`,
      ...howToConfirm(organization, hasKey),
    ],
    button: 'See who waits',
    notes: [`You get this mail because you are an admin of ${organization}.`],
  }),
  'people-wait': ({ organization, person, people, first, hasKey }) => ({
    subject: `${organization}: ${people === 1 ? 'one person waits' : `${people} people wait`} to be confirmed`,
    heading: `${people === 1 ? 'One person waits' : `${people} people wait`} to be confirmed`,
    paragraphs: [
      greeting(person),
      `These people have accepted the invitation to ${organization} and wait for an admin to confirm them: ${first.join(', ')}${people > first.length ? ` and ${people - first.length} more` : ''}.`,
      ...howToConfirm(organization, hasKey),
    ],
    button: 'See who waits',
    notes: [`You get this mail because you are an admin of ${organization}. You get at most one such mail an hour.`],
  }),
  'admin-invitation': ({ organization, person, inviter, expiresAt }) => ({
    subject: `${organization ?? 'Muster'}: your admin account`,
    heading: `You can administer ${organization ?? 'this server'}`,
    paragraphs: [
      greeting(person),
      `${inviter} has created an account for you to administer ${organization ?? 'all organizations of this server'}.`,
      'Open the link to choose a password.',
    ],
    button: 'Choose a password',
    notes: [
      `The link works once, until ${time(expiresAt)}. It is meant for you alone: do not pass it on.`,
      'If you did not expect this mail, you can ignore it.',
    ],
  }),
  'key-made': ({ organization, person, kind, label, by, keyExpiresAt }) => ({
    subject: `${organization}: ${KEYS[kind].made} was made: ${label}`,
    heading: `${label}: ${KEYS[kind].made} was made`,
    paragraphs: [
      greeting(person),
      `${by || 'Somebody at the command line'} has made ${KEYS[kind].made} for ${organization}: ${label}. ${KEYS[kind].opens}`,
      ...(keyExpiresAt === null ? [] : [`It works until ${time(keyExpiresAt)}.`]),
      'If you do not know why, act now: the audit log shows who made it, and you can revoke or replace it in the console.',
    ],
    button: 'Open',
    notes: [`You get this mail because you are an admin of ${organization}.`],
  }),
  'key-expires': ({ organization, person, kind, label, keyExpiresAt }) => ({
    subject: `${organization}: the key ${label} expires soon`,
    heading: `The key ${label} expires on ${time(keyExpiresAt)}`,
    paragraphs: [
      greeting(person),
      `After that, Muster refuses the key. ${KEYS[kind].opens}`,
      'Make a new key before then, replace this one with it wherever it is used, then retire this one.',
    ],
    button: 'Open',
    notes: [
      `You get this mail because you are an admin of ${organization}. It is sent 30 days, 7 days and 1 day before a key expires.`,
    ],
  }),
  'key-found': ({ organization, person, kind, label, from }) => ({
    subject: `${organization ?? 'Muster'}: the key ${label} was found and ended`,
    heading: `The key ${label} was found, and has been ended`,
    paragraphs: [
      greeting(person),
      `Somebody at the address ${from} has found ${KEYS[kind].made} of ${organization ?? 'this server'}, called ${label}, and reported it with the whole key as the proof. ${KEYS[kind].opens}`,
      'It was ended at once. Whatever used it is refused now, and needs a new key.',
      'Find out where it could be read, and remove it there. The audit log says what was done with it.',
    ],
    button: 'Open',
    notes: [`You get this mail because you are an admin of ${organization ?? 'this server'}.`],
  }),
  'sign-in': ({ organization, person, expiresAt }) => ({
    subject: `${organization}: your link to sign in`,
    heading: `Sign in to ${organization}`,
    paragraphs: [greeting(person), `Somebody, most likely you, has asked for a link to sign in to ${organization}.`],
    button: 'Sign in',
    notes: [
      `The link works once, until ${time(expiresAt)}. It is meant for you alone: do not pass it on.`,
      'If you did not ask for it, you can ignore this mail.',
    ],
  }),
  'prove-address': ({ organization, person, expiresAt, needsSignIn = false }) => ({
    subject: `${organization}: is this your address?`,
    heading: 'Is this your address?',
    paragraphs: [
      greeting(person),
      `The administration of ${organization} says that this is your address now. If it is, open the link; from then on mail goes here.`,
      ...(needsSignIn
        ? [
            'You are an admin: sign in with your key first, and open the link in the same browser. Nobody else can use it.',
          ]
        : []),
    ],
    button: 'This is my address',
    notes: [`The link works once, until ${time(expiresAt)}.`, 'If you did not expect this mail, you can ignore it.'],
  }),
  'address-changed': ({ organization, person, newAddress, needsSignIn = false }) => ({
    subject: `${organization}: your address is about to change`,
    heading: 'Your address is about to change',
    paragraphs: [
      greeting(person),
      `The administration of ${organization} says that your address is now ${newAddress}. Once the link that was sent there is opened, mail goes there and no longer here.`,
      ...(needsSignIn
        ? ['You are an admin: the link works only in a browser where you are signed in with your key.']
        : []),
      `If this is a mistake, tell an admin of ${organization} soon.`,
    ],
    button: 'Open',
    notes: [],
  }),
  'breaker-tripped': ({ organization, organizationId, person, isHeld, passed, limit, people, minutes }) => ({
    subject: isHeld
      ? `${organization}: removals of people are held`
      : `${organization}: unusually many people are removed`,
    heading: isHeld ? 'Removals of people are held' : 'Unusually many people are removed',
    paragraphs: [
      greeting(person),
      `The identity provider of ${organization} has deactivated or deleted ${passed} of ${people} people within ${minutes} minutes, and asks for more. The limit is ${limit}.`,
      isHeld
        ? 'All further removals are held: these people keep their access until somebody decides. Check the identity provider: is this intended?'
        : 'Nothing is held: these people lose their access at once. Check the identity provider: is this intended?',
      ...(isHeld
        ? [
            `To list them, an operator of the server runs: muster breaker status ${organizationId}`,
            `If it is intended, this carries all of them out: muster breaker release ${organizationId} --all`,
            `If it is a mistake, this discards them: muster breaker discard ${organizationId} --all`,
          ]
        : [
            `If it is a mistake, an operator of the server stops it with: muster organization update ${organizationId} --disable-scim`,
            `To hold such removals in future: muster organization update ${organizationId} --breaker hold`,
          ]),
    ],
    button: 'Open',
    notes: [
      `You get this mail because you are an admin of ${organization}. You get one mail, however many people are affected.`,
    ],
  }),
  'webhook-disabled': ({ organization, person, label, url, isGone, failingSince }) => ({
    subject: `${organization}: the webhook ${label || url} is disabled`,
    heading: `The webhook ${label || url} is disabled`,
    paragraphs: [
      greeting(person),
      isGone
        ? `${url} has answered that it wants no more events of ${organization}.`
        : `${url} has not accepted any event of ${organization} since ${time(failingSince)}.`,
      'Events are kept. When the webhook is enabled again, Muster sends everything that it missed, in order.',
    ],
    button: 'Open',
    notes: [`You get this mail because you are an admin of ${organization}.`],
  }),
};

/** @throws when this version does not know the template, as a newer one's that shares the database */
export function contentOf({ template, values }: Pick<Mail, 'template' | 'values'>): MailContent {
  if (!Object.hasOwn(contents, template)) throw new Error(`There is no mail template ${oneLine(String(template))}`);
  return (contents[template] as (values: unknown) => MailContent)(withNamesOnOneLine(values));
}

function withNamesOnOneLine(values: object): object {
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return oneLine(value);
    return Array.isArray(value) ? value.map(shown) : value;
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));
}

function howToConfirm(organization: string, hasKey: boolean): string[] {
  return hasKey
    ? ['Before you confirm, compare the words of the fingerprint with the person, by telephone or face to face.']
    : [
        `You cannot confirm people yourself, because your account has no key of ${organization}. An admin who is a member with a key can, and so can "muster confirmer" with such a key.`,
      ];
}

function greeting(person: string): string {
  return person === '' ? 'Hello,' : `Hello ${person},`;
}

const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

function time(milliseconds: number): string {
  return `${inWords.format(milliseconds)} UTC`;
}
