import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import type { Muster } from './muster.js';
import type { Person } from './person.js';
import type { AnyJson } from './scim-client.js';
import { until } from './until.js';

let serial = 0;

/** An X-Request-Id that no other request has. */
export function newRequestId(): string {
  serial += 1;
  return `request-${process.pid}-${serial}`;
}

/** A request as an admin sees it, once it is written. */
export async function loggedAs(muster: Muster, admin: Person, requestId: string): Promise<AnyJson> {
  let found: AnyJson;
  await until(async () => {
    await muster.app.get(RequestRecorder).flush();
    const { status, json } = await admin.get(`/requests/${requestId}`);
    found = json;
    return status === 200;
  });
  return found;
}

/** The whole table, as text. */
export async function tableText(muster: Muster): Promise<string> {
  const rows = await muster.rows<Record<string, unknown>>('SELECT * FROM scim_requests');
  return rows.map((row) => Object.values(row).map(String).join(' ')).join('\n');
}
