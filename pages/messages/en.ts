import type { StepText } from '../parts/steps.js';

const steps: StepText[] = [
  {
    picture: 'key',
    title: 'You choose a passphrase',
    text: 'Your browser makes a key for you, and locks it with the passphrase.',
  },
  {
    picture: 'voice',
    title: 'You read six words to an admin',
    text: 'On the phone or face to face, so that they know the key is yours.',
  },
  { picture: 'door', title: 'The admin lets you in', text: 'Your page turns by itself. There is nothing to install.' },
];

const firstAdminSteps: StepText[] = [
  steps[0]!,
  {
    picture: 'vault',
    title: 'Your browser makes the organization’s key',
    text: 'You are its first admin. Only people whom you or other admins confirm will get this key.',
  },
  { picture: 'door', title: 'You are in', text: 'From then on you confirm the people who join.' },
];

/** Everything that people read, in English. */
export const en = {
  loading: 'One moment …',
  again: 'Try again',
  lookAgain: 'Look again',
  signOut: 'Sign out',
  /** Somebody by name and address. */
  person: (name: string, address: string) => `${name} (${address})`,
  signedInAs: (person: string) => `Signed in as ${person}`,

  nothing: {
    title: 'There is nothing here',
    text: 'Please open the link from your mail again, all of it: some mail programs break long links into two lines.',
  },
  insecure: {
    title: 'This page has to come over https',
    text: 'Your key is made in this browser, and browsers only do that on a secure connection. Please tell whoever runs this server that its address has to begin with https.',
  },
  unanswered: { title: 'The server has a problem', offline: 'The server cannot be reached' },

  failure: {
    offline: 'You seem to be offline. Nothing is lost: we try again once you are back.',
    unreachable: 'The server did not answer. Please check your connection and try again.',
    server: 'The server cannot do this right now. Nothing is lost: please try again in a moment.',
    busy: 'That was too often in a short time. Please wait a minute and try again.',
    cryptography:
      'Your browser could not make the key. Please close other tabs, or use an up-to-date browser, and try again.',
    foreignKey: 'The key that the server sent is not the one of your organization.',
    other: 'Something went wrong that should not have. Please reload this page and try again.',
    reasons: {
      signed_out: 'You are no longer signed in. Please reload this page.',
      wrong_answer: 'This key is no longer the one the organization knows you by. Please ask an admin for help.',
      revoked: 'Your access was taken away.',
      not_confirmed: 'An admin has to confirm you first.',
      not_admin: 'You are no longer an admin.',
      domain_not_allowed:
        'Your organization no longer allows the domain of your e-mail address. Please ask an admin for help.',
      invalid: 'The server did not understand this page. Please reload it and try again.',
    },
  },

  passphrase: {
    choose: 'Passphrase',
    repeat: 'The same passphrase again',
    yours: 'Your passphrase',
    show: 'Show',
    hide: 'Hide',
    suggest: 'Suggest five random words',
    hint: 'Four or five words that have nothing to do with each other are good, and easy to type.',
    strength: 'Strength of the passphrase',
    verdicts: {
      weak: 'Too easy to guess.',
      nearly: 'Nearly there: one more word.',
      strong: 'Strong. Write it down where only you find it.',
    },
    missing: 'Please enter a passphrase.',
    missingRepeat: 'Please enter the same passphrase once more.',
    different: 'These two are not the same.',
    tooWeak: 'This passphrase is too easy to guess. Add a word or two that nobody would expect.',
    notMeasured: 'We could not load what measures passphrases. Please check your connection and try again.',
    wrong: 'This is not the right passphrase. Look at capitals and blanks, and try again.',
    opening: 'Opening your key …',
  },

  fingerprint: {
    yours: 'Fingerprint of your key',
    organization: 'Fingerprint of the organization’s key',
    of: (name: string) => `Fingerprint of ${name}’s key`,
  },

  join: {
    title: (organization: string) => `Join ${organization}`,
    invitedBy: (inviter: string) => `${inviter} invites you.`,
    invited: 'You are invited.',
    you: (person: string) => `This invitation is for ${person}.`,
    next: 'What happens next',
    steps,
    firstAdminSteps,
    choose: 'Choose your passphrase',
    noRecovery: {
      title: 'Nobody can recover this passphrase.',
      text: 'It never leaves this browser. If you forget it, neither your admin nor whoever runs this server can open your key for you.',
    },
    accept: 'Make my key and join',
    making: 'Making your key. This takes a second or two on purpose: it makes guessing slow.',
    expires: (when: string) => `This invitation can be used until ${when}.`,
  },
  unsent: {
    title: 'Your key is made, but not sent yet',
    text: 'The same key is sent when you try again. You do not have to choose another passphrase.',
    startOver: 'Start over with a new key',
  },

  deadLinks: {
    onwards: 'Sign in',
    newLink: 'Get a new link',
    invitation: {
      used: {
        title: 'This invitation was used already',
        text: 'If that was you, you can sign in. If it was not, please tell an admin of your organization at once.',
      },
      expired: {
        title: 'This invitation has expired',
        text: 'Please ask an admin of your organization to send it again.',
      },
      revoked: {
        title: 'This invitation was withdrawn',
        text: 'Your access was taken away before you accepted. If you think that is a mistake, please ask an admin of your organization.',
      },
      deleted: {
        title: 'This invitation is no longer there',
        text: 'You were removed from the organization. If you think that is a mistake, please ask an admin.',
      },
      replaced: {
        title: 'There is a newer invitation',
        text: 'You were sent another mail after this one. Please use the link in the newest.',
      },
      unknown: {
        title: 'This link is not known here',
        text: 'Please open the link from your mail again, all of it: some mail programs break long links into two lines.',
      },
      incomplete: {
        title: 'A part of the link is missing',
        text: 'Please open the link from your mail again, all of it: some mail programs cut it off at the “#” sign.',
      },
    },
    address: {
      used: { title: 'This link was used already', text: 'The address is proven. There is nothing left to do.' },
      expired: {
        title: 'This link has expired',
        text: 'Mail goes on to your old address. Please ask an admin of your organization to set the new one again.',
      },
      revoked: {
        title: 'This link was withdrawn',
        text: 'Your access was taken away. If you think that is a mistake, please ask an admin of your organization.',
      },
      deleted: {
        title: 'You are not a member any more',
        text: 'You were removed from the organization. If you think that is a mistake, please ask an admin.',
      },
      replaced: {
        title: 'There is a newer link',
        text: 'Your address was changed once more after this mail. Please use the link in the newest.',
      },
      unknown: { title: 'This link is not known here', text: 'Please open the link from your mail again, all of it.' },
      incomplete: {
        title: 'A part of the link is missing',
        text: 'Please open the link from your mail again, all of it: some mail programs break long links into two lines.',
      },
    },
    signIn: {
      used: { title: 'This link was used already', text: 'A sign-in link works once. We gladly send you another.' },
      expired: {
        title: 'This link has expired',
        text: 'Sign-in links only work for a short while. We gladly send you another.',
      },
      revoked: {
        title: 'This link was withdrawn',
        text: 'If your access was taken away, signing in will tell you so.',
      },
      deleted: {
        title: 'You are not a member any more',
        text: 'You were removed from the organization. If you think that is a mistake, please ask an admin.',
      },
      replaced: {
        title: 'There is a newer link',
        text: 'You were sent another mail after this one. Please use the link in the newest, or get another.',
      },
      unknown: {
        title: 'This link is not known here',
        text: 'Please open the link from your mail again, all of it, or get a new one.',
      },
      incomplete: {
        title: 'A part of the link is missing',
        text: 'Some mail programs cut links off at the “#” sign. Please open all of it, or get a new one.',
      },
    },
  },

  waiting: {
    title: 'You are waiting to be confirmed',
    lead: (organization: string) => `Your key is made. An admin of ${organization} confirms it next.`,
    wordsTitle: 'Read these six words to an admin',
    wordsHint:
      'On the phone, in a call or face to face, but not in a mail or chat. They see the same six words if nobody has meddled with your key.',
    looking: 'This page looks every few seconds, and turns by itself. You can close it, too.',
  },

  confirmed: {
    title: 'You’re in',
    lead: (organization: string) => `You are a confirmed member of ${organization}.`,
    adminLead: (organization: string) => `You are an admin of ${organization}.`,
    openTitle: 'Open the organization’s key',
    openText:
      'Your passphrase opens your key, and your key opens the organization’s. All of it happens in this browser.',
    open: 'Open',
    opening: 'Opening the organization’s key …',
    notOpened: 'The organization’s key could not be opened',
    wrongKey: 'This is not the organization’s key. Please tell your admins.',
    distrust: {
      title: 'The server takes back what it said before!',
      text: 'The organization’s record of keys does not go on from where this browser saw it last. Either it was restored from a backup, or somebody wants to pass another key off as the organization’s. Please ask your admins before you go on.',
      goOn: 'My admins know why: trust it from now on',
    },
  },
  otherPassphrase: {
    title: 'Change your passphrase',
    submit: 'Use this passphrase from now on',
    locking: 'Locking your key. This takes a second or two on purpose: it makes guessing slow.',
    done: 'Your key is under the new passphrase. The old one opens it no more.',
  },
  proof: {
    title: 'Your key opens the organization’s key',
    text: (version: number) =>
      `It is the right one (version ${version}): everybody in the organization sees these six words.`,
    own: 'The words of your own key',
  },

  revoked: {
    title: 'You have no access at the moment',
    lead: 'Your access to this organization was taken away.',
    text: 'This often happens when somebody changes teams. If you think it is a mistake, please ask an admin of your organization: they can give it back, and your key and passphrase stay as they are.',
  },

  signedOut: {
    title: 'Sign in',
    lead: 'We send you a link. Together with your passphrase it signs you in.',
    address: 'Your e-mail address at the organization',
    send: 'Send me a link',
    noAddress: 'Please enter an e-mail address, such as ana@example.com.',
  },
  sent: {
    title: 'Look into your mail',
    lead: (address: string) => `If ${address} belongs to a member, a link is on its way.`,
    text: 'It works once, and for a short while. If nothing comes, look into your spam folder, or ask an admin which address they have of you.',
    other: 'Another address',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Your passphrase opens your key in this browser. It is not sent anywhere.',
    submit: 'Sign in',
    forgotten: 'Passphrase forgotten?',
    forgottenText:
      'Nobody can recover it. An admin of your organization can reset your key: then you are invited again, choose a new passphrase, and are confirmed again.',
  },

  address: {
    title: 'Is this your address?',
    lead: 'You got the mail with this link because the administration says that this is your address now.',
    submit: 'Yes, this is my address',
    done: 'This is your address now',
    from: (organization: string, address: string) => `Mail of ${organization} goes to ${address}.`,
    signIn: {
      title: 'Sign in first',
      text: 'You are an admin, so nobody but you may change your address. Sign in with your key in this browser, then open the link from the mail again: it still works.',
      open: 'Sign in',
    },
  },

  confirmations: {
    title: 'Waiting to be confirmed',
    text: 'Let each person read their six words to you, on the phone or face to face. Confirm only when all six are the same.',
    nobody: 'Nobody is waiting.',
    more: 'Show more',
    admin: 'admin',
    compared: (name: string) => `I compared these six words with ${name}.`,
    compareFirst: 'Please compare the words first, and tick the box.',
    confirm: 'Confirm',
    done: (name: string) => `${name} is in.`,
    wrongStatus: (name: string) =>
      `${name} is no longer waiting: somebody else was faster, or their access was taken away.`,
    keyChanged: (name: string) =>
      `${name}’s key changed while you looked. Nothing was confirmed: compare the new words.`,
    keyRotated: 'The organization’s key was changed meanwhile. The new one is opened.',
    changed: {
      title: 'This is not the key that this browser knows!',
      text: (name: string) =>
        `Either ${name} has made a new key, or somebody wants to pass for them. Ask ${name} in person before you confirm.`,
      before: 'The words of the key known before:',
    },
  },

  rotation: {
    title: 'Change the organization’s key',
    text: 'Do this when somebody has left who could open it. Your browser makes a new key and locks it for each confirmed member; who was revoked does not get it.',
    prepare: 'Prepare the change',
    reading: (count: string) => `Reading members: ${count} so far`,
    plan: (count: string) => `Confirmed members who get the new key: ${count}.`,
    seenFirst: (count: string) => `Keys that this browser sees for the first time: ${count}`,
    carryOut: 'Change the key now',
    wrapping: 'Locking the new key for each member …',
    done: 'The organization’s key was changed.',
    rotated: 'Another admin has changed the key meanwhile.',
    failed: 'The key was not changed',
    stale: 'Members have come or changed meanwhile. Nothing has happened: please try again.',
    replaced:
      'Another admin has begun a change of the key, or this one took longer than a day. Nothing has happened: please try again.',
    changed: {
      title: 'Some keys are not those that this browser knows!',
      text: 'Either these people have made new keys, or somebody wants to read what is locked for them. The key is not changed before you have compared their words.',
      before: 'Known before:',
      now: 'Now:',
      compared: (name: string) => `I compared the new words with ${name}`,
    },
  },
};
