import type { Mutant } from './mutant.js';

/** Of the chain of events and of its proof. */
export const audit: readonly Mutant[] = [
  {
    mistake: 'The last link is not compared with the one that is noted',
    file: 'src/audit/chain-walk.ts',
    find: 'if (this.head.hash !== lastHash) return',
    replace: 'if (lastHash === undefined) return',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'A missing end is not missed',
    file: 'src/audit/chain-walk.ts',
    find: 'if (this.sequence <= lastSequence) return this.missing();',
    replace: '',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'An event without a link behind it is proven',
    file: 'src/audit/chain-walk.ts',
    find: "if (this.head.sequence < lastSequence) return this.fault('No link follows');",
    replace: '',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'A beginning that was cut off is not missed',
    file: 'src/audit/chain-walk.ts',
    find: 'if (!isAnchored) return',
    replace: 'if (isAnchored === undefined) return',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'An event that is missing is passed over',
    file: 'src/audit/chain-walk.ts',
    find: 'if (event.sequence !== this.sequence) return this.missing();',
    replace: 'this.sequence = event.sequence;',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'A hash is not compared',
    file: 'src/audit/chain-walk.ts',
    find: 'if (linkOf(this.head.hash, sequence, this.digest.value()) !== hash)',
    replace: 'if (linkOf(this.head.hash, sequence, this.digest.value()) === undefined)',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'A head that was noted elsewhere is not compared',
    file: 'src/audit/chain-walk.ts',
    find: 'this.expected?.sequence === this.head.sequence && this.expected.hash !== this.head.hash;',
    replace: 'this.expected?.sequence === this.head.sequence && this.expected.hash === undefined;',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'An end that was cut off is not missed by whoever noted it',
    file: 'src/audit/chain-walk.ts',
    find: 'if (this.expected && this.expected.sequence > lastSequence)',
    replace: 'if (this.expected && this.expected.sequence < 0)',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'A link proves nothing of who did it',
    file: 'src/events/event-chain.ts',
    find: 'JSON.stringify([id, time, type, actor, requestId, resourceType, resourceId, data])',
    replace: 'JSON.stringify([id, time, type, requestId, resourceType, resourceId, data, actor.length])',
    noticedBy: 'test/audit/tampering.e2e-spec.ts',
  },
  {
    mistake: 'Events that are young are removed',
    file: 'src/audit/audit.repository.ts',
    find: 'AND sequence < ${window} AND time >= ${before}',
    replace: 'AND sequence < ${window} AND time < 0 AND ${before} > 0',
    noticedBy: 'test/audit/retention.e2e-spec.ts',
  },
  {
    mistake: 'A part of what was written together is removed',
    file: 'src/audit/audit.repository.ts',
    find: 'AND (hash IS NOT NULL OR sequence <= ${anchor})',
    replace: 'AND (hash IS NOT NULL OR sequence > ${anchor} - 1)',
    noticedBy: 'test/audit/retention.e2e-spec.ts',
  },
  {
    mistake: 'An entry of the key log does not prove the one before',
    file: 'src/keys/key-log.ts',
    find: 'entry.previousHash === hash &&',
    replace: 'hash.length > 0 &&',
    noticedBy: 'src/keys/keys.spec.ts',
  },
];
