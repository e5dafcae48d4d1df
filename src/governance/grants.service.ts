import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/connection.js';
import { isObject } from '../scim/attributes/document.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { invalidValue } from '../scim/protocol/scim-error.js';
import type { ResourceRow } from '../scim/resource/resource.repository.js';
import { OnWrite, type WriteHook } from '../scim/resource/write-hook.js';
import { GrantableRepository } from './grantable.repository.js';

/** What is granted to a person has to be defined, once the organization defines anything of its kind. */
@Injectable()
@OnWrite({ type: 'User', order: 60 })
export class GrantsService implements WriteHook {
  constructor(private readonly grantable: GrantableRepository) {}

  /** @throws ScimError invalidValue for a grant that is new in a user's document and not defined */
  async checkRules(
    transaction: Transaction,
    { organizationId }: ScimContext,
    after: ResourceRow | undefined,
    before: ResourceRow | undefined,
  ): Promise<void> {
    for (const name of ['roles', 'entitlements'] as const) {
      const had = new Set(valuesOf(before?.document[name]));
      const granted = valuesOf(after?.document[name]).filter((value) => !had.has(value));
      if (granted.length === 0) continue;
      const unknown = await this.grantable.unknown(transaction, name, organizationId, granted);
      if (unknown.length > 0)
        throw invalidValue(
          `"${name}" has ${unknown.length === 1 ? 'a value' : `${unknown.length} values`} that this organization does not define: the "value" must be the id of one in /${name[0]!.toUpperCase()}${name.slice(1)}`,
        );
    }
  }
}

function valuesOf(elements: unknown): string[] {
  const list = Array.isArray(elements) ? elements : [];
  return list.flatMap((element) => (isObject(element) ? [String(element['value'] ?? '')] : []));
}
