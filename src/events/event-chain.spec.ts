import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { BatchDigest, type ChainedEvent, firstHash, linkOf } from './event-chain.js';

const event: ChainedEvent = {
  id: 'e',
  time: 1_800_000_000_000,
  type: 'user.created',
  actor: '{"kind":"key"}',
  requestId: null,
  resourceType: 'User',
  resourceId: 'u',
  data: '{"a":"é"}',
};
/** What an auditor computes who has the events and docs/audit.md alone. */
const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const LINE = String.raw`["e",1800000000000,"user.created","{\"kind\":\"key\"}",null,"User","u","{\"a\":\"é\"}"]`;

describe('The chain of events', () => {
  test('begins with the organization', () => {
    expect(firstHash('o')).toBe(hashOf('muster events of o'));
    expect(firstHash('o')).not.toBe(firstHash('p'));
  });

  test('goes on with the link before, the sequence number and the digest', () => {
    expect(linkOf('before', 7, 'digest')).toBe(hashOf('before:7:digest'));
  });
});

describe('The digest of events that were written together', () => {
  test('is that of no line where there are none', () => {
    expect(new BatchDigest().value()).toBe(hashOf(''));
  });

  test('is that of one line each, in their order', () => {
    const other = { ...event, id: 'f', requestId: 'r' };
    const lines = `${LINE}\n${LINE.replace('"e"', '"f"').replace('null', '"r"')}\n`;
    expect(new BatchDigest().add(event).value()).toBe(hashOf(`${LINE}\n`));
    expect(new BatchDigest().add(event).add(other).value()).toBe(hashOf(lines));
    expect(new BatchDigest().add(other).add(event).value()).not.toBe(hashOf(lines));
  });

  test.each(Object.keys(event) as (keyof ChainedEvent)[])('is another when its %s is another', (name) => {
    const changed = { ...event, [name]: 'changed' };
    expect(new BatchDigest().add(changed).value()).not.toBe(new BatchDigest().add(event).value());
  });
});
