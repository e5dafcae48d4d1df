import { Injectable } from '@nestjs/common';
import { type Actor, lasting } from '../events/actor.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { ScimKeysService } from '../scim-auth/scim-keys.service.js';

const LIFETIME_MS = 60_000;
const PATIENCE_MS = 10_000;
const AGENT = 'Muster connection test';

/** What Okta asks when an admin presses "Test API Credentials", and when it looks for a person and for groups. */
const STEPS = [
  ['The server can be reached and knows its features', '/ServiceProviderConfig'],
  ['People can be looked up', '/Users?filter=userName%20eq%20%22muster-connection-test%22&startIndex=1&count=1'],
  ['Groups can be listed', '/Groups?startIndex=1&count=1'],
] as const;

export interface TestStep {
  readonly name: string;
  readonly method: 'GET';
  readonly url: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly ok: boolean;
  /** What to do about it; null where nothing has to be done. */
  readonly explanation: string | null;
}

/** Calls the server as an identity provider does. */
@Injectable()
export class ConnectionTest {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly keys: ScimKeysService,
  ) {}

  async run(organizationId: string, actor: Actor): Promise<{ ok: boolean; steps: TestStep[] }> {
    const baseUrl = this.organizations.scimUrl(organizationId);
    const { id, key } = await this.keys.create(
      organizationId,
      { label: AGENT, lifetime: LIFETIME_MS, isProbe: true },
      actor,
    );
    const steps: TestStep[] = [];
    try {
      for (const [name, path] of STEPS) {
        steps.push(await call(name, baseUrl + path, key));
        if (!steps.at(-1)!.ok) break;
      }
    } finally {
      await this.keys.revoke(organizationId, id, lasting(actor));
    }
    return { ok: steps.every(({ ok }) => ok), steps };
  }
}

async function call(name: string, url: string, key: string): Promise<TestStep> {
  const begin = Date.now();
  const about = { name, method: 'GET', url } as const;
  try {
    const answer = await fetch(url, {
      headers: { Authorization: `Bearer ${key}`, Accept: 'application/scim+json', 'User-Agent': AGENT },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const ok = answer.status === 200;
    const explanation = ok ? null : explain(answer.status, text);
    return { ...about, status: answer.status, durationMs: Date.now() - begin, ok, explanation };
  } catch (error) {
    const explanation = unreachable(error as Error);
    return { ...about, status: null, durationMs: Date.now() - begin, ok: false, explanation };
  }
}

function explain(status: number, text: string): string {
  if (status >= 300 && status < 400)
    return 'The URL leads elsewhere: set PUBLIC_URL to the address at which it ends, as identity providers follow no redirects';
  if (status === 502 || status === 504)
    return 'The proxy in front of the server does not reach it: check where it sends requests';
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    return 'Something in front of the server answered instead of it: PUBLIC_URL may lead to another program';
  }
  return `The server answered with ${status}`;
}

function unreachable({ name, cause }: Error): string {
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (name === 'TimeoutError') return 'There was no answer within 10 seconds: a firewall may hold requests back';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The name in PUBLIC_URL is not known: check the setting and the DNS entry';
  if (code === 'ECONNREFUSED') return 'Nothing listens at PUBLIC_URL: check its port, and that the proxy runs';
  if (typeof code === 'string' && /CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(code))
    return `The certificate of PUBLIC_URL is not trusted (${code}): identity providers will refuse it too`;
  return 'PUBLIC_URL cannot be reached from the server itself. Okta may reach it all the same: check it from outside';
}
