import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { ConfirmerMachine, type ConfirmerProcess } from './confirmer-process.js';
import { Muster } from './muster.js';
import { assigned, type Company, newCompany } from './organization.js';
import type { Person } from './person.js';
import { Proxy } from './proxy.js';

export const ACME = { domains: ['acme.example'] };

/** A confirmer on a machine of its own, with a proxy between it and the server; a company anew for each test. */
export class ConfirmerScene {
  proxy: Proxy;
  muster: Muster;
  company: Company;
  machine: ConfirmerMachine;
  private running: ConfirmerProcess | undefined;

  /** The scene of a file of tests. */
  static ofFile(): ConfirmerScene {
    const scene = new ConfirmerScene();
    beforeAll(async () => {
      scene.proxy = await Proxy.start();
      scene.muster = await Muster.start({ PUBLIC_URL: scene.proxy.url });
      scene.proxy.target = scene.muster.url;
    });
    beforeEach(async () => {
      scene.proxy.reset();
      scene.company = await newCompany(scene.muster);
      scene.machine = new ConfirmerMachine(scene.proxy.url, scene.company);
    });
    afterEach(async () => {
      await scene.running?.signal('SIGKILL');
      scene.running = undefined;
      scene.machine.remove();
    });
    afterAll(async () => {
      await scene.muster.stop();
      await scene.proxy.stop();
    });
    return scene;
  }

  /** Started now, and ended with the test. */
  started(...parameters: Parameters<ConfirmerMachine['start']>): ConfirmerProcess {
    this.running = this.machine.start(...parameters);
    return this.running;
  }

  async statusOf(id: string): Promise<string> {
    const [row] = await this.muster.rows<{ status: unknown }>(
      'SELECT status FROM users WHERE organizationId = ? AND id = ?',
      [this.company.okta.organizationId, id],
    );
    return String(row!.status);
  }

  /** Somebody who has accepted at an address. */
  async withAddress(address: string) {
    const emails = [{ value: address, type: 'work', primary: true }];
    const one = await assigned(this.muster, this.company, { userName: address, emails });
    await one.person.accept(await one.link());
    return one;
  }

  /** How many confirmations were sent. */
  confirms(): number {
    return this.proxy.count(/^POST .*\/confirm$/);
  }
}

export async function changeKey(person: Person): Promise<void> {
  const replaces = person.recipient;
  expect((await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces })).status).toBe(200);
}
