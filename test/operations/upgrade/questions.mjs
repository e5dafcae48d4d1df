import { BADGES } from './fill.mjs';
import { asked } from './former.mjs';

const filter = (text) => `filter=${encodeURIComponent(text)}`;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Whose requests the paths are, and what is asked. */
function questionsOf({ acme, globex, people, groups, webhook }) {
  const organization = `/api/v1/organizations/${acme}`;
  return {
    admin: [
      '/api/v1/organizations',
      '/api/v1/admins',
      '/api/v1/me/tokens',
      organization,
      ...[
        'requests?limit=500',
        'mails',
        'audit?limit=200',
        'audit?type=group.members_changed',
        'audit/export',
        'statistics',
        'keys',
        'application-keys',
        'extensions',
        'roles',
        'entitlements',
        'webhooks',
        `webhooks/${webhook}/deliveries`,
        'members?limit=10',
        'members?status=confirmed',
        'members?search=person-1',
        `members/${people[4]}`,
        `members/${people.at(-1)}`,
        `members/${people[0]}/timeline`,
        'groups',
        `groups/${groups[0]}/members`,
        'breaker',
        'breaker/held',
        'adoptions?state=waiting',
      ].map((path) => `${organization}/${path}`),
      `/api/v1/organizations/${globex}`,
      `/api/v1/organizations/${globex}/audit`,
    ],
    token: [`${organization}/statistics`],
    member: ['me', 'me/key', 'key-log'].map((path) => `${organization}/${path}`),
    application: ['events?limit=20', 'events?after=40&limit=500', 'events?types=user.*'].map(
      (path) => `${organization}/${path}`,
    ),
    scim: [
      '/Users?count=10',
      '/Users?startIndex=11&count=10&sortBy=name.familyName&sortOrder=descending',
      `/Users?${filter('userName eq "PERSON-3@acme.example"')}`,
      `/Users?${filter('emails[type eq "home" and value co "example.net"]')}`,
      `/Users?${filter('active eq false')}`,
      `/Users?${filter('roles pr and not (title pr)')}`,
      `/Users?${filter(`${ENTERPRISE}:department eq "Sales"`)}&attributes=userName`,
      `/Users?${filter(`groups.value eq "${groups[0]}"`)}&attributes=userName`,
      `/Users/${people[0]}`,
      `/Users/${people[1]}`,
      '/Users/none',
      '/Groups',
      `/Groups?${filter(`members.value eq "${people[12]}"`)}`,
      `/Groups/${groups[2]}`,
      '/Roles',
      '/Entitlements',
      `/Schemas/${BADGES}`,
    ].map((path) => `/scim/v2/${acme}${path}`),
    strict: ['/Users', '/Groups'].map((path) => `/scim/v2/${globex}${path}`),
  };
}

function headersOf({ adminCookie, adminToken, memberCookie, applicationKey, scimKey, strictKey, revokedKey }) {
  const bearer = (key) => ({ Authorization: `Bearer ${key}` });
  return {
    admin: { Cookie: adminCookie },
    token: bearer(adminToken),
    member: { Cookie: memberCookie },
    application: bearer(applicationKey),
    scim: bearer(scimKey),
    strict: bearer(strictKey),
    revoked: bearer(revokedKey),
  };
}

/** Asks a server everything. */
export async function answersTo({ url }, former, known) {
  const answers = [];
  const headers = headersOf(known);
  const ask = async (path, who) => {
    const { status, body } = await asked('GET', url + path, { headers: headers[who] });
    answers.push({ path, headers: headers[who], status, body });
    return body;
  };
  for (const [who, paths] of Object.entries(questionsOf(known))) for (const path of paths) await ask(path, who);
  const list = `/scim/v2/${known.acme}/Users?count=10&cursor`;
  const { nextCursor } = await ask(list, 'scim');
  await ask(`${list}=${nextCursor}`, 'scim');
  for (const words of [
    ['export', known.acme],
    ['audit', 'verify', known.acme],
    ['audit', 'verify', known.globex],
  ])
    answers.push({ words, body: await former.command(...words) });
  // The last, because a key that is refused is noted.
  await ask(`/scim/v2/${known.acme}/Users`, 'revoked');
  return answers;
}
