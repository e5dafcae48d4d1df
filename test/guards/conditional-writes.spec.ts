import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const own = ['admins/own-credentials', 'its owner ends each of them at once'] as const;
const mailLease = ['guards/leases', 'A mail that is leased is nobody else’s until the lease ends'] as const;
const webhookLease = ['guards/leases', 'A webhook that is leased is nobody else’s until the lease ends'] as const;
const queueLease = [
  'guards/leases',
  'A queue of requests that is leased is nobody else’s until the lease ends',
] as const;
const heldOnce = ['breaker/decisions', 'is one row, however often the identity provider tries again'] as const;

const stands = ['admins/ended-meanwhile', 'is not made by somebody %s since the guard let the request in:'] as const;

/**
 * Methods of repositories that say whether a statement with a condition has found its row: what is used once, leased, or
 * somebody's own. Each with the test that misses the condition.
 */
const CONDITIONAL: Record<string, readonly [file: string, title: string]> = {
  'access/admins/attempts.repository.ts increment': [
    'guards/expiries',
    'the count of attempts: a quarter of an hour after the first',
  ],
  'access/admins/attempts.repository.ts decrement': ['admins/sign-in', 'that succeeds is none of the attempts'],
  'access/admins/known-clients.repository.ts noteUse': [
    'admins/throttle',
    'lock out no admin who has signed in from there, nor the proof of a session',
  ],
  'access/admins/credentials.repository.ts deleteSession': own,
  'access/admins/credentials.repository.ts deleteToken': own,
  'access/admins/credentials.repository.ts holdProof': stands,
  'access/admins/credentials.repository.ts holdSession': stands,
  'access/admins/credentials.repository.ts holdToken': stands,
  'access/admins/passkeys.repository.ts delete': own,
  'access/admins/passkeys.repository.ts noteUse': ['admins/passkeys', 'by a copy of a passkey whose counter is behind'],
  'access/admins/passkeys.repository.ts useChallenge': [
    'admins/passkeys',
    'by an answer that was given already, or too late',
  ],
  'breaker/held-removals.repository.ts repeat': heldOnce,
  'breaker/held-removals.repository.ts renew': [
    'breaker/window',
    'is held again for a day, and counts as a new one afterwards',
  ],
  'onboarding/keys/keys.repository.ts setWrappedKey': [
    'onboarding/handshake',
    'is refused for any recipient but the present one',
  ],
  'scim-auth/key-expiry/key-expiry.repository.ts claim': [
    'admin-mail/keys',
    'a key that nobody looked at for weeks is told of once, for the nearest day',
  ],
  'messaging/links/links.repository.ts use': [
    'guards/two-processes',
    'use an invitation up once, when both are sent its acceptance',
  ],
  'groups/memberships/memberships.repository.ts insertUser': [
    'scim/members',
    'adding who is in and removing who is not changes no version',
  ],
  'organizations/organizations.repository.ts setScimEnabled': ['operations/replicas', 'SCIM switched off and on'],
  'messaging/outbox/outbox.repository.ts record': mailLease,
  'organizations/schemas/schemas.repository.ts delete': ['scim/extensions', 'registered anew it finds its values'],
  'scim/async/async-requests.repository.ts lease': queueLease,
  'scim/async/async-requests.repository.ts renew': queueLease,
  'scim/async/async-requests.repository.ts enter': [
    'scim/async-queue',
    'are as many as may, and there is room again when they are done',
  ],
  'access/sessions/sessions.repository.ts hold': stands,
  'access/sessions/sessions.repository.ts holdProof': stands,
  'access/sessions/sessions.repository.ts useChallenge': ['onboarding/key-guards', 'signs in with no other, and once'],
  'subscriptions/webhooks/webhook-endpoints.repository.ts lease': webhookLease,
  'subscriptions/webhooks/webhook-endpoints.repository.ts updateLeased': webhookLease,
};

function repositories(folder = 'src'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return repositories(path);
    return path.endsWith('.repository.ts') ? [path] : [];
  });
}

/** Statements of our own, those of TypeORM, and finds that hold their row until the transaction ends. */
const CHANGES = /transaction\.execute\(|\{ affected \}/;

/** `path method` of each that compares how many rows a statement has changed. */
function conditional(): string[] {
  return repositories().flatMap((path) => {
    const methods = readFileSync(path, 'utf8').split(/\n(?=  (?:private |protected )?(?:async )?\w+\()/);
    return methods
      .filter(
        (method) =>
          /transaction\.lockRow\(/.test(method) || (CHANGES.test(method) && /(=== 1|> 0)( \?|;)/.test(method)),
      )
      .map((method) => `${path.slice('src/'.length)} ${/(\w+)\(/.exec(method)![1]}`);
  });
}

test('Each write that has to find its row is in this file, with a test that is there', () => {
  expect(conditional().toSorted()).toEqual(Object.keys(CONDITIONAL).toSorted());
  for (const [file, title] of Object.values(CONDITIONAL))
    expect([file, title, readFileSync(`test/${file}.e2e-spec.ts`, 'utf8').includes(title)]).toEqual([
      file,
      title,
      true,
    ]);
});
