import type { QueryRunner } from 'typeorm';
import { newIndex } from './new-index.js';
import { index } from './schema.js';
import { tellSpread } from './tell-spread.js';

const Added = newIndex('users', 'users_provenAddress', index('organizationId', 'provenAddress'));

/** For people who sign in by an address that SCIM does not show any more. */
export class IndexUsersByProvenAddress1764000000110 extends Added {
  override async up(runner: QueryRunner): Promise<void> {
    await super.up(runner);
    await tellSpread(runner, [['users', 'users_provenAddress', '1000000 100000 2']]);
  }
}
