import type { Document } from '../../scim/attributes/document.js';
import type { ResourceType } from '../../scim/attributes/resource-type.js';
import { BULK_REQUEST } from '../../scim/bulk/bulk-request.js';
import { PATCH_OP } from '../../scim/patch/operation.js';
import { SEARCH_REQUEST } from '../../scim/protocol/search-request.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const search = { schemas: [SEARCH_REQUEST], count: 10 };

/** A resource type with attributes that stand for any of its resources. */
export interface ExampledType {
  readonly type: ResourceType;
  readonly example?: Document;
}

/** Request bodies for one resource type. Each is a request that the server takes as it stands. */
export function exampleRequests({ schema }: ResourceType, example?: Document) {
  const first = example && schema.attributes.find(({ name }) => name in example)?.name;
  const value = first === undefined ? undefined : example![first];
  return {
    search: { ...search, ...(first !== undefined && { filter: `${first} eq ${JSON.stringify(value)}` }) },
    write: example && {
      schemas: [schema.id, ...Object.keys(example).filter((name) => name.includes(':'))],
      ...example,
    },
    patch:
      first === undefined ? undefined : { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: first, value }] },
  };
}

/** Examples of queries over all resource types. */
export const rootExamples = {
  search: { ...search, filter: 'meta.lastModified gt "2026-01-31T08:00:00Z"' },
  bulk: {
    schemas: [BULK_REQUEST],
    failOnErrors: 1,
    Operations: [
      { method: 'POST', path: '/Users', bulkId: 'joao', data: { schemas: [USER], userName: 'joao@example.com' } },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'design',
        data: { schemas: [GROUP], displayName: 'Design', members: [{ value: 'bulkId:joao' }] },
      },
    ],
  },
};
