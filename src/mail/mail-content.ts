import { oneLine } from './one-line.js';
import type { KeyKind, Mail, MailValues } from './mail.js';

/** What a mail says, before it is text or HTML. All of it is plain text, each on one line. */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** What the link is called, where there is one. */
  readonly button: string;
  /** In small print, below. */
  readonly notes: readonly string[];
}

const KEYS: Readonly<Record<KeyKind, { made: string; opens: string }>> = {
  scim: { made: 'a SCIM key', opens: 'With it an identity provider creates, changes and deactivates people.' },
  application: { made: 'an application key', opens: 'With it an application reads all events.' },
  webhook: { made: 'the secret of a webhook', opens: 'With it an application knows that events are from this server.' },
  admin: { made: 'the token of an admin', opens: 'With it a script can do what that admin may do.' },
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
      'If you do not know what this is about, you need not do anything.',
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
      `${member} (${memberAddress}) has accepted the invitation to ${organization} and waits for an admin.`,
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
      `These people have accepted the invitation to ${organization} and wait for an admin: ${first.join(', ')}${people > first.length ? ` and ${people - first.length} more` : ''}.`,
      ...howToConfirm(organization, hasKey),
    ],
    button: 'See who waits',
    notes: [
      `You get this mail because you are an admin of ${organization}. There is at most one an hour, however many people accept.`,
    ],
  }),
  'admin-invitation': ({ organization, person, inviter, expiresAt }) => ({
    subject: `${organization ?? 'Muster'}: your account as an admin`,
    heading: `You can administer ${organization ?? 'this server'}`,
    paragraphs: [
      greeting(person),
      `${inviter} has made an account for you, with which you administer ${organization ?? 'all organizations of this server'}.`,
      'Open the link to choose a password.',
    ],
    button: 'Choose a password',
    notes: [
      `The link works once, until ${time(expiresAt)}. It is meant for you alone: do not pass it on.`,
      'If you do not know what this is about, you need not do anything.',
    ],
  }),
  'key-made': ({ organization, person, kind, label, by, keyExpiresAt }) => ({
    subject: `${organization}: ${KEYS[kind].made} was made: ${label}`,
    heading: `${label}: ${KEYS[kind].made} was made`,
    paragraphs: [
      greeting(person),
      `${by || 'Somebody at the command line'} has made ${KEYS[kind].made} of ${organization}, called ${label}. ${KEYS[kind].opens}`,
      ...(keyExpiresAt === null ? [] : [`It works until ${time(keyExpiresAt)}.`]),
      'If you do not know why, look into it now: the audit log says who did it, and a key is ended at once where keys are listed.',
    ],
    button: 'Open',
    notes: [`You get this mail because you are an admin of ${organization}.`],
  }),
  'key-expires': ({ organization, person, kind, label, keyExpiresAt }) => ({
    subject: `${organization}: the key ${label} expires soon`,
    heading: `The key ${label} expires on ${time(keyExpiresAt)}`,
    paragraphs: [
      greeting(person),
      `From then on it is refused. ${KEYS[kind].opens}`,
      'Make a new key before that, give it to whoever uses this one, and retire this one.',
    ],
    button: 'Open',
    notes: [`You get this mail because you are an admin of ${organization}, 30 days, a week and a day before the end.`],
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
      'If it was not you who asked, you need not do anything.',
    ],
  }),
  'prove-address': ({ organization, person, expiresAt }) => ({
    subject: `${organization}: is this your address?`,
    heading: 'Is this your address?',
    paragraphs: [
      greeting(person),
      `The administration of ${organization} says that this is your address now. Open the link if it is: mail goes here then.`,
    ],
    button: 'This is my address',
    notes: [
      `The link works once, until ${time(expiresAt)}.`,
      'If you do not know what this is about, you need not do anything.',
    ],
  }),
  'address-changed': ({ organization, person, newAddress }) => ({
    subject: `${organization}: your address shall change`,
    heading: 'Your address shall change',
    paragraphs: [
      greeting(person),
      `The administration of ${organization} says that your address is ${newAddress} now. Mail goes there, and no longer here, once somebody has opened the link that was sent to it.`,
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
        ? 'All further ones are held: these people keep their access until it is decided. Look into the identity provider: is this meant?'
        : 'Nothing is held: they lose their access at once. Look into the identity provider: is this meant?',
      ...(isHeld
        ? [
            `Whoever operates the server sees them with: muster breaker status ${organizationId}`,
            `If it is meant, this applies all of them: muster breaker release ${organizationId} --all`,
            `If it is a mistake, this forgets them: muster breaker discard ${organizationId} --all`,
          ]
        : [
            `If it is a mistake, whoever operates the server stops it with: muster organization update ${organizationId} --disable-scim`,
            `From then on such removals can be held: muster organization update ${organizationId} --breaker hold`,
          ]),
    ],
    button: 'Open',
    notes: [
      `You get this mail because you are an admin of ${organization}. There is one, however many people it is about.`,
    ],
  }),
  'webhook-disabled': ({ organization, person, label, url, isGone, failingSince }) => ({
    subject: `${organization}: the webhook ${label || url} is disabled`,
    heading: `The webhook ${label || url} is disabled`,
    paragraphs: [
      greeting(person),
      isGone
        ? `${url} has answered that it wants to be told nothing more of ${organization}.`
        : `${url} has taken no event of ${organization} since ${time(failingSince)}.`,
      'Events are kept. Once the webhook is enabled again, all that it has missed is sent to it, in order.',
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
    ? ['Before you confirm, compare the words of the fingerprint with this person, by telephone or face to face.']
    : [
        `Your account has no key of ${organization}, and so cannot confirm. An admin who is a member with a key can, or "muster confirmer" with such a key.`,
      ];
}

function greeting(person: string): string {
  return person === '' ? 'Hello,' : `Hello ${person},`;
}

const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

function time(milliseconds: number): string {
  return `${inWords.format(milliseconds)} UTC`;
}
