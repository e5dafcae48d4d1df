import { Injectable } from '@nestjs/common';
import type { Connection } from '../platform/database/connection.js';
import { type Document, isObject } from '../scim/attributes/document.js';
import { invalidValue } from '../scim/protocol/scim-error.js';
import { EntitlementsRepository, RolesRepository } from './governed.repository.js';

/** What is granted to a person has to be defined, once the organization defines anything of its kind. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly roles: RolesRepository,
    private readonly entitlements: EntitlementsRepository,
  ) {}

  /** @throws ScimError invalidValue for a grant that is new in a user's document and not defined */
  async check(connection: Connection, organizationId: string, before: Document, after: Document): Promise<void> {
    for (const [name, endpoint, repository] of [
      ['roles', '/Roles', this.roles],
      ['entitlements', '/Entitlements', this.entitlements],
    ] as const) {
      const had = new Set(valuesOf(before[name]));
      const granted = valuesOf(after[name]).filter((value) => !had.has(value));
      if (granted.length === 0) continue;
      const unknown = await repository.unknown(connection, organizationId, granted);
      if (unknown.length > 0)
        throw invalidValue(
          `"${name}" has ${unknown.length === 1 ? 'a value' : `${unknown.length} values`} that this organization does not define: the "value" must be the id of one in ${endpoint}`,
        );
    }
  }
}

function valuesOf(elements: unknown): string[] {
  const list = Array.isArray(elements) ? elements : [];
  return list.flatMap((element) => (isObject(element) ? [String(element['value'] ?? '')] : []));
}
