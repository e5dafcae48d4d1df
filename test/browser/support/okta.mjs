import { musterProcess } from '../../support/process.ts';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** An identity provider that has the base URL and the key of an organization. */
export class Okta {
  /** @param access what an admin has entered there */
  constructor({ url, key }) {
    this.url = url;
    this.key = key;
  }

  get organizationId() {
    return this.url.split('/').at(-1);
  }

  /** Everything that Okta says, by the command that plays it. @returns how many steps passed and failed */
  async plays(people) {
    const access = ['--url', this.url, '--key', this.key];
    const size = ['--mode', 'patch', '--people', String(people), '--groups', '2', '--keep'];
    const { stdout, stderr } = await musterProcess(['simulate', 'okta', ...access, ...size, '--json'], {});
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  async setsActive(id, active) {
    await this.asks('GET', `/Users/${id}`);
    await this.changes(id, { active });
  }

  changes(id, value) {
    return this.asks('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] });
  }

  removes(id) {
    return this.asks('DELETE', `/Users/${id}`);
  }

  /** @returns the status of the answer, and what it says */
  async asks(method, path, content) {
    const headers = {
      Authorization: `Bearer ${this.key}`,
      'Content-Type': 'application/scim+json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    };
    const body = content && { body: JSON.stringify(content) };
    const answer = await fetch(this.url + path, { method, headers, ...body });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}
