import { BULK_REQUEST } from '../../scim/bulk/bulk-request.js';
import { PATCH_OP } from '../../scim/patch/operation.js';
import { SEARCH_REQUEST } from '../../scim/protocol/search-request.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const user = {
  schemas: [USER, ENTERPRISE],
  externalId: '00u1a2b3c4d5e6f7g8h9',
  userName: 'maria.silva@example.com',
  name: { givenName: 'Maria', familyName: 'Silva' },
  displayName: 'Maria Silva',
  emails: [{ value: 'maria.silva@example.com', type: 'work', primary: true }],
  active: true,
  [ENTERPRISE]: { employeeNumber: '701984', department: 'Engineering' },
};
const deactivation = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] };
const renaming = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'displayName', value: 'Platform' }] };
const search = { schemas: [SEARCH_REQUEST], count: 10, attributes: ['displayName'] };

/** Request bodies by path below the base URL and method. Each is a request that the server takes as it stands. */
export const requestExamples: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  '/Users': { post: user },
  '/Users/{id}': { put: { ...user, title: 'Engineer' }, patch: deactivation },
  '/Users/.search': { post: { ...search, filter: 'userName sw "maria"', sortBy: 'userName' } },
  '/Groups': { post: { schemas: [GROUP], displayName: 'Engineering', members: [] } },
  '/Groups/{id}': { put: { schemas: [GROUP], displayName: 'Engineers', members: [] }, patch: renaming },
  '/Groups/.search': { post: { ...search, filter: 'displayName co "engineer"' } },
  '/Roles/.search': { post: search },
  '/Entitlements/.search': { post: search },
  '/.search': { post: { ...search, filter: 'meta.lastModified gt "2026-01-31T08:00:00Z"' } },
  '/Bulk': {
    post: {
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
  },
};
