import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { withMuster } from '../support/muster.js';
import { ScimClient } from '../support/scim-client.js';
import { type Cell, cellsOf, type Profile, REFUSED } from './patch-grid.js';
import { BADGES, ENTERPRISE, type Row, rows, type Values } from './patch-rows.js';

const SHOWN = 12;
const clients = new Map<Profile, ScimClient>();
const muster = withMuster();

const definition = ({ name, type, list, required, subs }: Pick<Row, 'name'> & Partial<Row>): Values => ({
  name,
  type: type === 'text' ? 'string' : type,
  multiValued: list ?? false,
  required: required ?? false,
  ...(subs && { subAttributes: Object.entries(subs).map(([sub, shape]) => definition({ name: sub, ...shape })) }),
});

beforeAll(async () => {
  const attributes = rows.filter(({ extension }) => extension === BADGES).map(definition);
  const schema = { id: BADGES, name: 'Badges', attributes };
  const organizationId = await muster.newOrganization();
  await muster.app.get(SchemasService).register(organizationId, 'User', schema, OPERATOR);
  for (const profile of ['compat', 'strict'] as const)
    clients.set(profile, muster.client(organizationId, (await muster.newKey(organizationId, profile)).key));
});

/** A person who has every attribute of the grid, one of them with the value given. */
function person(changed?: Row, value?: unknown): Values {
  const whole: Values = {};
  for (const row of rows) {
    const own = row === changed ? value : row.before;
    if (own === undefined || (Array.isArray(own) && own.length === 0)) continue;
    const container = row.extension ? ((whole[row.extension] ??= {}) as Values) : whole;
    container[row.name] = own;
  }
  return whole;
}

const body = (values: Values) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE, BADGES],
  ...values,
});

function stateOf({ schemas: _schemas, id: _id, meta, ...values }: Values): { values: Values; version: unknown } {
  return { values, version: (meta as Values)['version'] };
}

/** What is wrong with a cell; undefined when it holds. The person is as before then. */
async function faultOf(client: ScimClient, made: Values, { row, operation, after }: Cell): Promise<string | undefined> {
  const id = String(made['id']);
  const before = stateOf(made);
  const answer = await client.patch(`/Users/${id}`, [operation]);
  const found = stateOf((await client.get(`/Users/${id}`)).json);
  const wanted = after === REFUSED ? before.values : person(row, after);
  const isChanged = !isDeepStrictEqual(found.values, before.values);
  if (isChanged) Object.assign(made, (await client.put(`/Users/${id}`, body(person()))).json);
  const seen = () => `${JSON.stringify(operation)} was answered with ${answer.status} ${answer.json?.scimType ?? ''}`;
  if (answer.status !== (after === REFUSED ? 400 : 200)) return seen();
  if (after === REFUSED && !answer.json.scimType) return `${seen()}, without a scimType`;
  if (isChanged !== (found.version !== before.version)) return `${seen()}, with the wrong version`;
  return isDeepStrictEqual(found.values, wanted)
    ? undefined
    : `${seen()}, and left ${JSON.stringify(found.values)} where ${JSON.stringify(wanted)} was wanted`;
}

test.each(rows.flatMap((row) => (['compat', 'strict'] as const).map((profile) => [row.name, profile, row] as const)))(
  'every operation on %s (%s key) does what it says, or is 400 with a scimType and changes nothing',
  async (_name, profile, row) => {
    const client = clients.get(profile)!;
    const made = await client.post('/Users', body(person()));
    expect(made.status).toBe(201);
    const cells = cellsOf(row, profile);
    const faults: string[] = [];
    for (const cell of cells) {
      const fault = await faultOf(client, made.json, cell);
      if (fault) faults.push(fault);
    }
    await client.delete(`/Users/${made.json.id}`);
    expect(faults.slice(0, SHOWN)).toEqual([]);
    expect(cells.some(({ after }) => after === REFUSED)).toBe(true);
    expect(cells.some(({ after }) => after !== REFUSED)).toBe(true);
  },
  60_000,
);
