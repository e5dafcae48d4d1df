import { completed, LATER, txnOf } from './later.js';
import type { Application } from './application.js';
import type { Tenant } from './muster.js';
import type { AnyJson, Json } from './scim-client.js';
import { until } from './until.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** What became of a write, whichever way it came. */
export interface Outcome {
  readonly status: number;
  readonly scimType?: string;
  readonly detail?: string;
}

/** An identity provider, and somebody who reads what became of its asynchronous requests. */
export interface Provider {
  readonly okta: Tenant;
  readonly application: Application;
}

type Door = (provider: Provider, id: string, change: Json) => Promise<Outcome>;

const patchOp = (operations: object[]) => ({ schemas: [PATCH_OP], Operations: operations });
const byPath = (change: Json) => Object.entries(change).map(([path, value]) => ({ op: 'replace', path, value }));
const answered = ({ status, json }: { status: number; json: AnyJson }): Outcome => ({
  status,
  scimType: json?.scimType,
  detail: json?.detail,
});

async function whole({ okta }: Provider, id: string, change: Json): Promise<Json> {
  const { groups: _groups, meta: _meta, ...resource } = (await okta.get(`/Users/${id}`)).json;
  return { ...resource, ...change };
}

async function bulk({ okta }: Provider, operation: object): Promise<Outcome> {
  const { json } = await okta.post('/Bulk', { schemas: [BULK_REQUEST], Operations: [operation] });
  return resultOf(json.Operations[0]);
}

async function later({ okta, application }: Provider, method: string, path: string, body?: object): Promise<Outcome> {
  const txn = txnOf(await okta.send(method, path, body, LATER));
  let operation: AnyJson;
  await until(async () => {
    operation = (await completed(application)).find((each) => each.txn.startsWith(txn))?.operation;
    return operation !== undefined;
  });
  return resultOf(operation);
}

function resultOf({ status, response }: AnyJson): Outcome {
  return { status: Number(status), scimType: response?.scimType, detail: response?.detail };
}

/** Every way in which attributes of a user are written. */
export const DOORS: readonly (readonly [string, Door])[] = [
  ['PATCH with a path', async ({ okta }, id, change) => answered(await okta.patch(`/Users/${id}`, byPath(change)))],
  [
    'PATCH without a path',
    async ({ okta }, id, change) => answered(await okta.patch(`/Users/${id}`, [{ op: 'replace', value: change }])),
  ],
  [
    'PUT',
    async (provider, id, change) =>
      answered(await provider.okta.put(`/Users/${id}`, await whole(provider, id, change))),
  ],
  [
    'PATCH in Bulk',
    (provider, id, change) => bulk(provider, { method: 'PATCH', path: `/Users/${id}`, data: patchOp(byPath(change)) }),
  ],
  [
    'PUT in Bulk',
    async (provider, id, change) =>
      bulk(provider, { method: 'PUT', path: `/Users/${id}`, data: await whole(provider, id, change) }),
  ],
  [
    'PATCH with respond-async',
    (provider, id, change) => later(provider, 'PATCH', `/Users/${id}`, patchOp(byPath(change))),
  ],
  [
    'PUT with respond-async',
    async (provider, id, change) => later(provider, 'PUT', `/Users/${id}`, await whole(provider, id, change)),
  ],
  [
    'Bulk with respond-async',
    (provider, id, change) =>
      later(provider, 'POST', '/Bulk', {
        schemas: [BULK_REQUEST],
        Operations: [{ method: 'PATCH', path: `/Users/${id}`, data: patchOp(byPath(change)) }],
      }),
  ],
];

type Exit = (provider: Provider, id: string) => Promise<Outcome>;

/** Every way in which a user's access is taken away. */
export const EXITS: readonly (readonly [string, Exit])[] = [
  ...DOORS.map(([name, door]): [string, Exit] => [
    `active: false by ${name}`,
    (provider, id) => door(provider, id, { active: false }),
  ]),
  [
    'active: "False" as text',
    async ({ okta }, id) => answered(await okta.patch(`/Users/${id}`, byPath({ active: 'False' }))),
  ],
  ['DELETE', async ({ okta }, id) => answered(await okta.delete(`/Users/${id}`))],
  ['DELETE in Bulk', (provider, id) => bulk(provider, { method: 'DELETE', path: `/Users/${id}` })],
  ['DELETE with respond-async', (provider, id) => later(provider, 'DELETE', `/Users/${id}`)],
];
