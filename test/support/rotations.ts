import { generateIdentity, identityToRecipient } from 'age-encryption';
import { EXAMPLE_FILES } from '../../src/onboarding/keys/age-examples.js';
import { newId } from '../../src/platform/ids/new-id.js';
import type { Muster } from './muster.js';
import type { Company } from './organization.js';
import { type Person, sha256 } from './person.js';
import type { AnyJson } from './scim-client.js';

/** Most keys of a page. */
export const PAGE = 500;
const ROWS_AT_ONCE = 100;

export interface WrappedKey {
  readonly id: string;
  readonly recipientHash: string;
  readonly wrappedKey: string;
}

/** The recipient of a new key that nobody needs to open. */
export const newRecipient = async () => identityToRecipient(await generateIdentity());

/** What is wrapped for somebody, as far as a server can tell. */
export const anyKeyFor = (id: string, recipientHash: string): WrappedKey => ({
  id,
  recipientHash,
  wrappedKey: EXAMPLE_FILES.X25519,
});

/** Makes many confirmed members whose keys nobody has. @returns what is wrapped for them */
export async function manyConfirmed(muster: Muster, { okta }: Company, count: number): Promise<WrappedKey[]> {
  const { organizationId } = okta;
  const people = Array.from({ length: count }, () => ({ id: newId(), recipient: `age1${newId()}` }));
  const insert = async (table: string, columns: string, row: (person: (typeof people)[number]) => unknown[]) => {
    for (let start = 0; start < people.length; start += ROWS_AT_ONCE) {
      const rows = people.slice(start, start + ROWS_AT_ONCE).map(row);
      const places = rows.map((values) => `(${values.map(() => '?').join(', ')})`).join(', ');
      await muster.rows(`INSERT INTO ${table} (${columns}) VALUES ${places}`, rows.flat());
    }
  };
  await insert(
    'users',
    'organizationId, id, userNameKey, status, document, searchKeys, version, createdAt, lastModifiedAt',
    ({ id }) => [organizationId, id, id, 'confirmed', JSON.stringify({ userName: id }), '{}', 1, 1, 1],
  );
  await insert(
    'member_keys',
    'organizationId, userId, recipient, recipientHash, protectedIdentity, wrappedKey, keyVersion, changedAt',
    ({ id, recipient }) => [organizationId, id, recipient, sha256(recipient), EXAMPLE_FILES.scrypt, 'old', 1, 1],
  );
  return people.map(({ id, recipient }) => anyKeyFor(id, sha256(recipient)));
}

/** What an admin's browser wraps for everybody who is confirmed and whose key is a real one. */
export async function wrappedForAll(admin: Person, keyVersion = 2): Promise<WrappedKey[]> {
  const { members } = (await admin.get('/members?status=confirmed&limit=500')).json;
  return Promise.all(
    members.map(async (member: AnyJson) => {
      const { recipientHash, wrappedKey } = await admin.wrapFor(member, keyVersion);
      return { id: member.id, recipientHash, wrappedKey };
    }),
  );
}

/** A rotation that an admin has begun. */
export class BegunRotation {
  private constructor(
    readonly admin: Person,
    readonly id: string,
    readonly recipient: string,
  ) {}

  static async of(admin: Person, keyVersion = 2): Promise<BegunRotation> {
    const recipient = await newRecipient();
    const { status, json } = await admin.post('/key-rotations', { recipient, keyVersion });
    if (status !== 200) throw new Error(`Beginning a rotation was answered with ${status} ${JSON.stringify(json)}`);
    return new BegunRotation(admin, json.id, recipient);
  }

  add(wrappedKeys: readonly unknown[], by = this.admin) {
    return by.post(`/key-rotations/${this.id}/keys`, { wrappedKeys });
  }

  complete(by = this.admin) {
    return by.post(`/key-rotations/${this.id}/completion`);
  }
}
