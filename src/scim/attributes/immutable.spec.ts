import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from './attribute.js';
import { checkImmutable, keepImmutable } from './immutable.js';
import { ResourceType } from './resource-type.js';

const EXTENSION = 'urn:example:extension:2.0:Thing';
const once = (name: string) => attribute(name, '', { mutability: 'immutable' });
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: 'urn:example:core:2.0:Thing',
    name: 'Thing',
    description: '',
    attributes: [
      once('serial'),
      attribute('title', ''),
      attribute('tags', '', { multiValued: true, mutability: 'immutable' }),
      complex('name', '', [once('born'), attribute('first', '')]),
      plural('mails', '', [once('value'), attribute('type', '')]),
    ],
  },
  [{ id: EXTENSION, name: 'Extension', description: '', attributes: [once('code'), attribute('size', '')] }],
);

const rows = [
  ['has no value yet', {}, { serial: 'a' }, undefined],
  ['had null', { serial: null }, { serial: 'a' }, undefined],
  ['keeps its value', { serial: 'a' }, { serial: 'a' }, undefined],
  ['may be changed', { title: 'a' }, { title: 'b' }, undefined],
  ['keeps its list', { tags: ['a'] }, { tags: ['a'] }, undefined],
  ['keeps it in a complex value', { name: { born: 'a', first: 'b' } }, { name: { born: 'a', first: 'c' } }, undefined],
  ['has no value yet in a complex value', { name: { first: 'b' } }, { name: { born: 'a' } }, undefined],
  ['is part of another element', { mails: [{ value: 'a' }] }, { mails: [{ value: 'b' }] }, undefined],
  ['keeps it in an extension', { [EXTENSION]: { code: 'a' } }, { [EXTENSION]: { code: 'a', size: 'M' } }, undefined],
  ['gets another value', { serial: 'a' }, { serial: 'b' }, 'serial'],
  ['gets another list', { tags: ['a'] }, { tags: ['a', 'b'] }, 'tags'],
  ['gets another value in a complex value', { name: { born: 'a' } }, { name: { born: 'b' } }, 'born'],
  ['gets another value in an extension', { [EXTENSION]: { code: 'a' } }, { [EXTENSION]: { code: 'b' } }, 'code'],
] as const;
const removed = [
  ['is removed', { serial: 'a', title: 'x' }, { title: 'x' }, 'serial'],
  ['is removed from a complex value', { name: { born: 'a', first: 'b' } }, { name: { first: 'b' } }, 'born'],
  ['is removed with its complex value', { name: { born: 'a' } }, {}, 'born'],
  ['is removed with its extension', { [EXTENSION]: { code: 'a' } }, {}, 'code'],
] as const;

describe('An immutable attribute takes a value once (RFC 7643 §2.2)', () => {
  test.each([...rows, ...removed])('when it %s', (_what, before, after, refused) => {
    const check = () => checkImmutable(before, { ...after }, type);
    if (refused === undefined) return expect(check).not.toThrow();
    return expect(check).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'mutability',
        detail: `"${refused}" has its value already and cannot be changed`,
      }),
    );
  });
});

describe('A PUT keeps an immutable attribute that it leaves out (RFC 7644 §3.5.1)', () => {
  test.each(rows)('when it %s', (_what, before, given, refused) => {
    const kept = structuredClone(given);
    const put = () => keepImmutable(before, given, type);
    if (refused === undefined) expect(put()).toEqual(given);
    else
      expect(put).toThrow(
        expect.objectContaining({
          status: 400,
          scimType: 'mutability',
          detail: `"${refused}" has its value already: send the same, or nothing`,
        }),
      );
    expect(given).toEqual(kept);
  });

  test.each(removed)('when it %s', (_what, before, given, _name) => {
    const kept = structuredClone(given);
    expect(keepImmutable(before, given, type)).toEqual(before);
    expect(given).toEqual(kept);
  });
});
