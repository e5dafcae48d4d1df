const GIVEN = ['Ada', 'Björn', 'Chidi', 'Dolores', 'Élodie', 'Fatima', 'Grace', 'Haruki', 'Ingrid', 'José', 'Katarína'];
const FAMILY = ['Adeyemi', 'Brontë', 'Chen', 'Dvořák', 'Eriksen', 'Fontaine', 'García', 'Hopper', 'Ito', 'Jansen'];
const DEPARTMENTS = ['Engineering', 'Finance', 'Legal', 'Marketing', 'Operations', 'People', 'Sales', 'Support'];
const TITLES = ['Analyst', 'Designer', 'Engineer', 'Manager', 'Specialist', 'Director', 'Assistant'];
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** One of so many has left. */
const INACTIVE_EVERY = 50;

/** People of one block, who differ from those of another in nothing but the block's mark. */
export const BLOCK_SIZE = 1_000;
export const MAX_PEOPLE = 10_000 * BLOCK_SIZE;

/** What stands in every name of a block: found nowhere else in what is stored of a person. */
export function markOf(block: number): string {
  return `n${String(block).padStart(4, '0')}`;
}

/** A person of the first block, as Okta would send it; always the same. @param index from 0 in the block */
export function person(index: number): object {
  const number = `${markOf(0)}${String(index).padStart(3, '0')}`;
  const givenName = pick(GIVEN, index);
  const familyName = pick(FAMILY, Math.floor(index / GIVEN.length));
  const userName = `person-${number}@example.com`;
  return {
    schemas: [USER, ENTERPRISE],
    userName,
    externalId: `00u${number.padEnd(17, 'x')}`,
    name: { givenName, familyName, formatted: `${givenName} ${familyName}` },
    displayName: `${givenName} ${familyName}`,
    title: pick(TITLES, Math.floor(index / 3)),
    locale: 'en-US',
    active: (index + 1) % INACTIVE_EVERY !== 0,
    emails: [{ value: userName, type: 'work', primary: true }],
    [ENTERPRISE]: { employeeNumber: number, department: pick(DEPARTMENTS, index) },
  };
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length]!;
}
