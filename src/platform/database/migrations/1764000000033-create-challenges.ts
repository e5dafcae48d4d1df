import { newTable } from './new-table.js';
import { index, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateChallenges1764000000033 extends newTable('challenges', {
  columns: {
    ...organizationKey,
    answerHash: primary(key(64)),
    recipient: key(128),
    expiresAt: integer,
  },
  indexes: { challenges_expiresAt: index('organizationId', 'expiresAt') },
  belongsTo: [organization],
}) {}
