import { setTimeout as delay } from 'node:timers/promises';
import { InvalidArgumentError, Option } from 'commander';
import { clock } from '../../platform/database/clock.js';
import type { ListedRequest } from '../../history/requests/scim-requests.repository.js';
import { type RequestSearch, ScimRequestsService } from '../../history/requests/scim-requests.service.js';
import { shownRequest, shownWithBody } from '../../history/requests/shown-request.js';
import { STATUS, statusRange } from '../../history/requests/status-range.js';
import { REQUEST_WARNINGS, type RequestWarning } from '../../scim/protocol/request-warning.js';
import { AppCommand } from './app-command.js';
import { withApplication } from './application.js';
import { count } from './count.js';
import { printTable } from './output.js';
import { time } from './time.js';
import { escaped, print, printJson } from './print.js';

interface ListOptions {
  status?: readonly [number, number];
  method?: string;
  key?: string;
  path?: string;
  warning?: RequestWarning;
  ignored?: true;
  since?: number;
  until?: number;
  before?: string;
  limit: number;
  follow?: boolean;
  json?: boolean;
}

const POLL_MS = 500;
/** A request is written when it has ended, and found by when it came: longer than both can be apart. */
const OVERLAP_MS = 70_000;
/** Looked at each time. */
const MAX_FOLLOWED = 2_000;
const PAGE = 500;
const COLUMNS = [
  'time',
  'status',
  'method',
  'path',
  'scimType',
  'keyId',
  'duration',
  'requestId',
  'warning',
  'ignored',
  'detail',
];

export function requestsCommand(): AppCommand {
  const command = new AppCommand('requests').description(
    'See what identity providers asked, and what they were answered',
  );
  command
    .command('list')
    .description('list the SCIM requests of an organization, newest first')
    .argument('<organizationId>')
    .option('--status <status>', 'only those that were answered so: 404, 4xx', status)
    .option('--method <method>', 'only those: PATCH', (text) => text.toUpperCase())
    .option('--key <keyId>', 'only those with that key')
    .option('--path <path>', 'only those whose path starts so: /Users')
    .addOption(new Option('--warning <warning>', 'only those with that warning').choices(REQUEST_WARNINGS))
    .option('--ignored', 'only those of which something was left out, as no schema defines it')
    .option('--since <time>', 'only those that came then or later', time)
    .option('--until <time>', 'only those that came before', time)
    .option('--before <id>', 'only those that came before that request')
    .option('--limit <number>', 'at most that many', count, 100)
    .option('--follow', 'print those of the last minute, then new ones until interrupted, oldest first')
    .option('--json', 'print JSON; with --follow one object a line')
    .action((organizationId: string, { follow, json, ...options }: ListOptions) =>
      withApplication(async (app) => {
        const requests = app.get(ScimRequestsService);
        const search = searchOf(options);
        if (follow) return followRequests(requests, organizationId, search, json);
        const found: ListedRequest[] = [];
        for await (const page of pages(requests, organizationId, search)) found.push(...page);
        printTable(found.map(shownRequest), COLUMNS, json);
      }),
    );
  command
    .command('show')
    .description('print one request with all that is kept of it')
    .argument('<organizationId>')
    .argument('<requestId>', 'its id, or its X-Request-Id')
    .prints(async (app, organizationId: string, id: string) =>
      shownWithBody(await app.get(ScimRequestsService).get(organizationId, id)),
    );
  return command;
}

async function followRequests(
  requests: ScimRequestsService,
  organizationId: string,
  search: RequestSearch,
  json: boolean | undefined,
): Promise<void> {
  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true));
  const printed = new Map<string, number>();
  while (!interrupted) {
    const since = Math.max(search.since ?? 0, clock.now() - OVERLAP_MS);
    const found: ListedRequest[] = [];
    for await (const page of pages(requests, organizationId, { ...search, since, limit: MAX_FOLLOWED }))
      found.push(...page);
    for (const request of found.toReversed()) {
      if (printed.has(request.id)) continue;
      printed.set(request.id, request.time);
      if (json) printJson(shownRequest(request));
      else print(escaped(lineOf(request)));
    }
    for (const [id, came] of printed) if (came < since - OVERLAP_MS) printed.delete(id);
    await delay(POLL_MS);
  }
}

async function* pages(requests: ScimRequestsService, organizationId: string, search: RequestSearch) {
  let { before, limit: missing } = search;
  while (missing > 0) {
    const limit = Math.min(missing, PAGE);
    const page = await requests.search(organizationId, { ...search, before, limit });
    yield page.requests;
    missing -= page.requests.length;
    if (page.next === null) return;
    before = page.next;
  }
}

function searchOf({ status: statuses, key: keyId, ...more }: ListOptions): RequestSearch {
  return { ...more, statuses, keyId };
}

function lineOf(request: ListedRequest): string {
  const {
    time: came,
    status: answered,
    method,
    path,
    scimType,
    detail,
    requestId,
    warning,
    ignored = [],
  } = shownRequest(request);
  const error = [scimType, warning, ...ignored.map((name) => `without ${name}`), detail]
    .filter((part) => part !== null)
    .join(': ');
  return `${came}  ${answered}  ${method.padEnd(6)}  ${path}  ${requestId}  ${error}`.trimEnd();
}

function status(text: string): readonly [number, number] {
  if (!STATUS.test(text)) throw new InvalidArgumentError('Write it like 404 or 4xx.');
  return statusRange(text);
}
