/**
 * How other products fell and what may break, as rules that hold here, each with the test that proves it: file and title.
 * `npm run conformance:table` writes the tables of docs/security-model.md from it. A rule that no test proves says why.
 */
const keys = 'scim/authentication.e2e-spec.ts';
const isolation = 'scim/isolation.e2e-spec.ts';
const members = 'scim/members.e2e-spec.ts';
const badInput = 'scim/bad-input.e2e-spec.ts';
const resources = 'scim/resources.e2e-spec.ts';
const concurrency = 'scim/concurrency.e2e-spec.ts';
const text = 'scim/text.e2e-spec.ts';
const handshake = 'onboarding/handshake.e2e-spec.ts';
const adoption = 'onboarding/adoption.e2e-spec.ts';
const invitations = 'onboarding/invitations.e2e-spec.ts';
const races = 'onboarding/races.e2e-spec.ts';
const signIn = 'admins/sign-in.e2e-spec.ts';
const adminIsolation = 'admins/isolation.e2e-spec.ts';
const observability = 'operations/observability.e2e-spec.ts';
const parser = '../src/scim/filter/parser.spec.ts';
const keyFormat = '../src/scim-auth/key-format.spec.ts';

const foreign = [isolation, 'cannot be told from resources that do not exist, on any route'];
const filters = ['properties/filters.e2e-spec.ts', 'random filters find whom a small reference evaluator finds'];
const sameAnswer = [keys, 'whatever is wrong with the key, the answer is the same'];
const guarded = [keys, 'every route but the declared public ones refuses a request without a key'];
const everyStatement = [isolation, 'every statement on an organization’s table names the organization'];
const proven = [invitations, 'after acceptance leaves the proven one, which is told, until the new one is proven'];
const otherToken = [invitations, 'opens nothing with a token of another link, organization or purpose'];
const limitedFilters = [badInput, '%s is 400 invalidFilter, by GET and by POST'];

/** [where it happened, what holds here, test] */
export const immunity = {
  'SCIM servers': [
    [
      'CVE-2025-41115 (Grafana)',
      'externalId is data: it is never parsed, joined or taken for an id',
      [text, 'externalId %s is only data'],
    ],
    ['CVE-2026-92539 (Grafana)', 'An id of another organization is like one that does not exist', foreign],
    [
      'CVE-2026-32130 (Zitadel)',
      'No spelling of a path gets past authentication',
      [badInput, '%s without a key stays'],
    ],
    ['CVE-2025-4210 (Casdoor)', 'Each route is closed unless it is declared public', guarded],
    [
      'CVE-2026-67330, GHSA-rjg6-39jm-rgg4 (better-auth)',
      'SCIM changes those whom it made or has adopted, and nobody else',
      [adoption, 'is out of reach of every write, whose userName, e-mail, title or access it would change'],
    ],
    [
      'GHSA-j8v8-g9cx-5qf4 (better-auth)',
      'Each key belongs to one organization, never to none',
      'not yet by the letter: the organization of an admin account is NULL where it means all of them',
    ],
    [
      'better-auth #5685, #6639, #9579',
      'Keys are made by admins who have just proved who they are',
      [signIn, 'has to prove anew who it is before keys are made or ended'],
    ],
    [
      'CVE-2026-46425, GHSA-q9rw-q89f-jx2f (Budibase)',
      'SCIM keys open SCIM alone, and nothing else opens it',
      [signIn, 'opens no SCIM, and a SCIM key not the API'],
    ],
    [
      'CVE-2026-43640 (Bitwarden)',
      'A key is shown once, made with a fresh proof, and told to the admins',
      ['admin-mail/keys.e2e-spec.ts', '%s is made, which has no secret in it'],
    ],
    [
      'CVE-2022-1680, gitlab #363058 (GitLab)',
      'What SCIM writes as an address is proven by its owner before it counts',
      [
        'onboarding/reset-key.e2e-spec.ts',
        'brings the new invitation of who is %s to the proven address, not to what the identity provider wrote last',
      ],
    ],
    ['gitlab-ee #11643', 'SCIM never marks an address as verified', proven],
    ['CVE-2019-11278 (UAA)', 'A filter becomes SQL with bound values over known attributes only', filters],
    [
      'CVE-2019-11274 (UAA)',
      'Errors repeat no input, and no browser takes them for a page',
      [observability, 'answers carry nosniff and do not say what they are made with'],
    ],
    [
      'CVE-2019-11268 (UAA)',
      'No filter leaves the organization, whatever it is joined with',
      [isolation, '%s?filter=%s finds nothing of it'],
    ],
    [
      'CVE-2019-3787 (UAA)',
      'An address that is missing is not invented, and can be seen to be missing',
      [invitations, 'people are who have no address, and that can be seen'],
    ],
    [
      'CVE-2017-4992 (UAA)',
      'An invitation makes one membership, and touches nothing that somebody signs in with',
      otherToken,
    ],
    [
      'CVE-2019-11290, CVE-2019-11293 (UAA)',
      'Credentials come in the header alone, and stand in no log',
      [observability, 'a log line has request id, organization, key id and duration'],
    ],
    [
      'ToolJet #16217',
      'An empty secret stops the start, an empty key opens nothing',
      ['operations/configuration.e2e-spec.ts', 'a secret can come from a file, and an empty one is a mistake'],
    ],
    [
      'ciso-assistant #4658',
      'Taking somebody over changes no identifiers in the same breath',
      [invitations, 'taking over somebody who was there rewrites no identifiers'],
    ],
    [
      'litellm #17420',
      'An unknown member makes nobody',
      [members, 'unknown ids are 400 invalidValue that names them, and nothing of the request is applied'],
    ],
    [
      'activepieces #14753',
      'A sync deactivates nobody whom it never provisioned',
      [adoption, 'keep their access when they are %s, until an admin agrees'],
    ],
    [
      'directory-scimple #1126, CVE-2026-74783',
      'Filters have limits of length, depth and terms that really fire',
      [parser, 'has limits on length, depth and conditions, each of which really fires'],
    ],
    [
      'SimpleIdServer #422',
      'An id of a group finds no user',
      [resources, 'an id of one resource type is no id of another'],
    ],
    [
      'Vault Enterprise 2.0.4',
      'What the console and the command line do keeps to the same ownership and the same spelling of names',
      ['onboarding/member-admins.e2e-spec.ts', 'refused, with who was found and where their mail goes'],
    ],
    [
      'web-unified-docs #2209, authentik #25686',
      'A removal is done or refused, never acknowledged and left',
      ['properties/patches.e2e-spec.ts', 'random PATCHes of people do what a small model says'],
    ],
  ],
  'Invitations, keys and organizations': [
    [
      'CVE-2026-95814 (Vaultwarden)',
      'One check of the status stands before every route with data',
      [handshake, 'is for confirmed admins alone, as all that admins do'],
    ],
    [
      'CVE-2026-60104 (Bitwarden)',
      'A key is wrapped for the recipient that the admin saw, or for none',
      [handshake, 'is refused for any recipient but the present one'],
    ],
    [
      'CVE-2026-43638 (Bitwarden)',
      'Empty, doubled and foreign ids in a list are refused',
      [handshake, 'for every confirmed member at once, or not at all'],
    ],
    [
      'CVE-2026-43639 (Bitwarden)',
      'The organization of an admin is that of the account',
      [adminIsolation, 'gets 404 on every route of another, and changes nothing'],
    ],
    [
      'CVE-2022-23555 (authentik), GHSA-jv85-mqxj-3f9j (Sentry)',
      'An invitation works once, until it expires, is replaced or revoked',
      [invitations, 'works once: a double click is told that it was used'],
    ],
    [
      'CVE-2026-27946, CVE-2026-54693 (Zitadel)',
      'A link goes to the address that it proves, and to nobody else',
      ['admins/invited-by-mail.e2e-spec.ts', 'is kept in no outbox, where other admins could read it'],
    ],
    [
      'CVE-2026-105209 (Zitadel), CVE-2026-30956 (OneUptime)',
      'No header chooses the organization or turns its condition off',
      sameAnswer,
    ],
    [
      'CVE-2024-46999 (Zitadel)',
      'Who is revoked is refused at the next request',
      [handshake, 'deactivated by Okta the key cannot be fetched, reactivated it can'],
    ],
    [
      'CVE-2026-92764 (OpenCVE)',
      'A credential of one organization shows no name of another',
      [adminIsolation, 'sees neither its name nor its admins, and makes no operators'],
    ],
    [
      'CVE-2026-9831 (Extreme IAM)',
      'Requests of many organizations at once never get each other’s answers',
      [isolation, 'hundreds of requests of several organizations at once are each answered from their own'],
    ],
    ['CVE-2018-1262 (UAA)', 'A key of one organization opens no URL of another', sameAnswer],
    [
      'CVE-2026-16255 (GitLab)',
      'The rules of an organization count when a link is used, not only when it is sent',
      [
        'onboarding/tightened-domains.e2e-spec.ts',
        'the invitation is not sent again, and the one that was sent opens nothing',
      ],
    ],
    ['CVE-2026-4282 (Keycloak)', 'A link of one purpose opens nothing of another', otherToken],
    [
      'CVE-2026-16100 (Keycloak)',
      'No label of a metric comes from a request',
      [observability, '/metrics has durations by route and status, never by what a request says'],
    ],
    [
      'CVE-2026-15573 (Keycloak)',
      'An address is compared as what it is, however it is written',
      ['webhooks/addresses.e2e-spec.ts', 'also when the URL in the table has it: %s'],
    ],
    [
      'GHSA-5448-v74m-7mv7 (Snipe-IT)',
      'A client writes the attributes of the table and no others',
      [resources, 'has an id, meta and groups of the server’s making'],
    ],
    [
      'ETH Zurich 2026, "Zero Knowledge (About) Encryption"',
      'The server is not the only witness of a key',
      'in part: clients pin keys, compare words and keep the log; nothing is signed, as section 6 says',
    ],
    [
      'Doyensec 2025, "SCIM Hunting"',
      'However a change is spelled, one internal change is checked; doubled names and __proto__ are refused',
      ['api/json-bodies.e2e-spec.ts', 'A body of the API that'],
    ],
  ],
  'MySQL and Node': [
    [
      'MySQL',
      'A literal has the type of its attribute before it is bound',
      [badInput, '%s is 400 invalidFilter, by GET and by POST'],
    ],
    [
      'MySQL',
      'josé is not jose and ß is not ss, whatever the collation of the server',
      [text, 'userName eq finds exactly that person, whatever characters the name has'],
    ],
    [
      'MySQL',
      'A value that is too long is refused and never cut',
      ['operations/connections.e2e-spec.ts', 'are strict, whatever the default of the server is'],
    ],
    [
      'MySQL',
      'Control characters are refused; emoji and right-to-left text are kept',
      [text, '%s that is too long or holds a control character is 400 invalidValue'],
    ],
  ],
  Keys: [
    [
      'Format',
      'A key has its type, its id, 256 bits and a checksum',
      [keyFormat, 'has a prefix, an id, 256 bits of secret and a checksum'],
    ],
    ['Storage', 'The database has hashes of keys alone', [signIn, 'No secret of an admin is in the database as it is']],
    ['Scope', 'A key is of one organization and of one kind', sameAnswer],
    [
      'Rotation',
      'Several keys overlap, a cap and warnings before the end',
      ['admin-mail/keys.e2e-spec.ts', 'and no more, also when fifteen are asked for at once'],
    ],
    [
      'Secret scanning',
      'Keys that are found can be recognised offline, and reported by anybody, which ends them',
      ['admin-api/found-keys.e2e-spec.ts', 'is refused by SCIM from the next request on'],
    ],
    [
      'Guessing',
      'Failures are limited for each source, and lock out no good key',
      ['scim/wrong-keys.e2e-spec.ts', 'is told after 60 in a minute to wait, while a good key from there still works'],
    ],
  ],
  'OWASP API Security Top 10 (2023)': [
    ['API1', 'Object level authorization', foreign],
    ['API2', 'Authentication', sameAnswer],
    ['API3', 'Property level authorization', [resources, 'has an id, meta and groups of the server’s making']],
    [
      'API4',
      'Resource consumption',
      ['scim/budget.e2e-spec.ts', 'that is too much for one organization is answered for another, meanwhile'],
    ],
    ['API5', 'Function level authorization', [handshake, 'is for confirmed admins alone, as all that admins do']],
    [
      'API6',
      'Business flows',
      ['onboarding/flips.e2e-spec.ts', '80 flips of active of somebody who was invited long ago send one mail'],
    ],
    [
      'API7',
      'Requests to addresses of others’ choosing',
      [
        'webhooks/addresses.e2e-spec.ts',
        'A server with nothing set sends by https alone, and to no address of its own',
      ],
    ],
    ['API8', 'Misconfiguration', [observability, 'answers carry nosniff and do not say what they are made with']],
    [
      'API9',
      'Inventory',
      ['api/openapi.e2e-spec.ts', 'describes every route of the application that programs use, and nothing else'],
    ],
    [
      'API10',
      'Hostile data',
      ['mail/mail.e2e-spec.ts', 'is harmless whatever names say: tags, line breaks and turned text'],
    ],
  ],
  Isolation: [
    ['1', 'Two organizations may have the same names', [isolation, 'the same names are free in each organization']],
    ['2', 'Each route with own, foreign, deleted and malformed ids', foreign],
    ['3', 'Counts and errors tell nothing of others', [isolation, '%s?filter=%s finds nothing of it']],
    [
      '4',
      'Neither do cursors, links, exports, the log and the audit',
      ['scim/cursors.e2e-spec.ts', 'of another organization or another profile'],
    ],
    [
      '5',
      'The database refuses a link between organizations',
      [isolation, 'every foreign key between tables of organizations begins with the organization'],
    ],
    ['6', 'Each table that a statement reads has the condition in its own scope', everyStatement],
  ],
};

/** [fault, what holds, test] */
export const faults = [
  [
    'kill -9 of the application among writes',
    'Each acknowledged write is there, and no half of any other',
    ['faults/kill.e2e-spec.ts', 'each acknowledged write is there after the restart, and no half of any other'],
  ],
  [
    'kill -9 of the database',
    '503 with Retry-After meanwhile, and recovery without a restart',
    [
      'faults/database-down.e2e-spec.ts',
      'is 503 with Retry-After and a SCIM body, harms no process, and comes back by itself',
    ],
  ],
  [
    'The database stops answering',
    'No request waits longer than clients do',
    ['faults/overload.e2e-spec.ts', 'lets no request wait longer than clients do, and is used again when it answers'],
  ],
  [
    '50 POSTs of one userName at once',
    'One is made, the others get 409',
    [concurrency, '50 POSTs of one userName in mixed case and Unicode forms make one user'],
  ],
  [
    'A POST is sent again after a time-out',
    '409, and one invitation',
    [invitations, 'goes out once, also when Okta sends its POST again'],
  ],
  [
    '200 PATCHes add and remove members at once',
    'The set is exact',
    [concurrency, 'adds and removes at the same time end in the exact set'],
  ],
  [
    'One member is added 20 times at once',
    'One row, one version, one event',
    [concurrency, 'one member added by 20 requests at once is one row, one version and one event'],
  ],
  [
    'A PUT of the whole list races PATCHes',
    'The result is that of one order',
    [concurrency, 'a PUT of the whole list and PATCHes at the same time end as if one had come after the other'],
  ],
  [
    'A group of 50,000 members',
    'A change costs what changes',
    ['scim/statements.e2e-spec.ts', 'adding %i members costs the same in a group of 10 and of 50,000'],
  ],
  [
    'Deactivation races acceptance, confirmation and a changed key',
    'Revoked wins, no stale confirmation, one wrapped key',
    [races, 'deactivated and confirmed: revoked wins'],
  ],
  [
    'A group is deleted during a push',
    '404 or consistent, and no orphan',
    [concurrency, 'a group deleted while members are pushed into it is 404 from then on, and leaves no orphan'],
  ],
  [
    'Clocks jump, or differ between nodes',
    'Expiry by the database’s clock; on SQLite what has expired stays so, also over a restart',
    [
      'faults/clocks.e2e-spec.ts',
      'a key that has expired stays expired over a restart after the clock was set back by an hour',
    ],
  ],
  [
    'Slow clients and idle connections',
    'They are cut off, others are served',
    ['operations/connections.e2e-spec.ts', 'are cut off with 408 when a client %s, while others are served'],
  ],
  [
    'Bodies that are large, deep or doubled',
    '400 or 413 within bounded memory',
    [
      'faults/unread-bodies.e2e-spec.ts',
      'is read by no route: the answer comes before it, and the connection is closed',
    ],
  ],
  ['Filters of 64 KB, 10,000 brackets or NUL', '400 invalidFilter at once', limitedFilters],
  [
    'Emoji, right-to-left text, Turkish i, ß and zero width',
    'Kept as they are; filter and uniqueness agree',
    [text, 'userName eq finds exactly that person, whatever characters the name has'],
  ],
  [
    'The mail server is away, slow or refuses',
    'SCIM goes on, mails are tried again, none is doubled',
    ['mail/relays.e2e-spec.ts', 'that is away loses nothing'],
  ],
  [
    'The disk is full',
    '503, and nothing is acknowledged that is not there',
    [
      'faults/readiness.e2e-spec.ts',
      'while the disk is full writes are 503, nothing is acknowledged, the server is not ready',
    ],
  ],
  [
    'A migration is killed; two nodes start together; the version before meets the new schema',
    'It goes on where it stopped; one migrates; both serve',
    ['operations/migrations.e2e-spec.ts', 'after a kill between any two of them they go on where they stopped'],
  ],
  [
    'A backup is restored while the provider goes on',
    'The drift is reported',
    'not yet: comes with backup and restore',
  ],
  [
    'A key is rotated during an import, or revoked',
    'Overlap; refused everywhere within seconds',
    ['operations/replicas.e2e-spec.ts', 'key %s'],
  ],
  [
    'Nearly all people are deactivated by mistake',
    'They wait, admins get a mail, the last admin stays',
    ['breaker/mass.e2e-spec.ts', 'A mistaken rule that deactivates everybody takes as many as the limit'],
  ],
  [
    'An import of 10,000 people at 25 requests a second',
    'No 429 at that rate',
    'no limit of requests a second exists; what a server takes is measured in docs/performance.md',
  ],
  [
    'SIGTERM under load, and rolling updates',
    'No request fails',
    ['faults/kill.e2e-spec.ts', 'answers every request that it took, turns not ready first, and ends with 0'],
  ],
  [
    'A stale order of active true and false within a second',
    'The last applied wins, and a warning tells',
    [
      'requests/flips.e2e-spec.ts',
      'that flip back within a second by %s are warned of in the log, and the last applied wins',
    ],
  ],
  ['Path tricks', '401 or 404', [badInput, '%s without a key stays outside']],
];
