import { describe, expect, test } from '@jest/globals';
import { Ignored } from '../attributes/ignored.js';
import { profiles } from '../protocol/profile.js';
import { PATCH_OP, readPatch } from './operation.js';

const { compat, strict } = profiles;
const add = { op: 'add', path: 'title', value: 'x' };
const message = (...operations: unknown[]) => ({ schemas: [PATCH_OP], Operations: operations });

describe('The body of a PATCH (RFC 7644 §3.5.2) is read', () => {
  test.each([
    ['as it is', message(add), [add]],
    [
      'with several operations in their order',
      message(add, { op: 'remove', path: 'a' }),
      [add, { op: 'remove', path: 'a' }],
    ],
    ['with names in any case', { SCHEMAS: [PATCH_OP], operations: [{ OP: 'ADD', Path: 'title', VALUE: 'x' }] }, [add]],
    ['with other schemas beside', { schemas: ['urn:other', PATCH_OP], Operations: [add] }, [add]],
    [
      'with a value of null',
      message({ op: 'replace', path: 'a', value: null }),
      [{ op: 'replace', path: 'a', value: null }],
    ],
    [
      'with a value to remove',
      message({ op: 'remove', path: 'a', value: [] }),
      [{ op: 'remove', path: 'a', value: [] }],
    ],
  ])('%s', (_what, body, expected) => {
    expect(readPatch(body, strict)).toEqual(expected);
    expect(readPatch(body, compat)).toEqual(expected);
  });

  test.each([
    ['without schemas', { Operations: [add] }, [add]],
    ['with empty schemas', { schemas: [], Operations: [add] }, [add]],
    ['with schemas of another version', { schemas: ['urn:scim:schemas:core:1.0'], Operations: [add] }, [add]],
    ['without a path', message({ op: 'add', value: { title: 'x' } }), [{ op: 'add', value: { title: 'x' } }]],
    ['with an empty path', message({ op: 'replace', path: '', value: { a: 1 } }), [{ op: 'replace', value: { a: 1 } }]],
    ['with a path of null', message({ op: 'add', path: null, value: {} }), [{ op: 'add', value: {} }]],
  ])('%s, where the profile of the key is compat', (_what, body, expected) => {
    expect(readPatch(body, compat)).toEqual(expected);
    expect(() => readPatch(body, strict)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }));
  });
});

describe('Members that a PATCH does not have', () => {
  test('are left out with a key of the profile compat, and told', () => {
    const ignored = new Ignored();
    const operations = readPatch({ ...message({ name: 'addMember', ...add }), more: 1 }, compat, ignored);
    expect(operations).toEqual([{ ...add, others: ['name'] }]);
    expect(ignored.names).toEqual(['PatchOp.more']);
  });
});

describe('The body of a PATCH is refused', () => {
  test.each([[[PATCH_OP.toLowerCase()]], [['urn:ietf:params:scim:schemas:core:2.0:User']], [7], [[7]], [{}]])(
    'with invalidSyntax where its schemas are those of another message: %j',
    (schemas) => {
      for (const profile of [compat, strict])
        expect(() => readPatch({ schemas, Operations: [add] }, profile)).toThrow(
          expect.objectContaining({ scimType: 'invalidSyntax', detail: SCHEMAS }),
        );
    },
  );

  const SCHEMAS = `"schemas" must list ${PATCH_OP}`;

  test.each([
    ['invalidSyntax', undefined, 'The body must be a JSON object with "schemas" and "Operations"'],
    ['invalidSyntax', null, 'The body must be a JSON object with "schemas" and "Operations"'],
    ['invalidSyntax', [message(add)], 'The body must be a JSON object with "schemas" and "Operations"'],
    ['invalidSyntax', { schemas: [PATCH_OP] }, '"Operations" must list at least one operation'],
    ['invalidSyntax', message(), '"Operations" must list at least one operation'],
    ['invalidSyntax', { schemas: [PATCH_OP], Operations: add }, '"Operations" must list at least one operation'],
    ['invalidSyntax', { ...message(add), operations: [add] }, '"operations" is given more than once'],
    ['invalidSyntax', message('add'), 'Each operation must be an object with "op", "path" and "value"'],
    ['invalidSyntax', message(null), 'Each operation must be an object with "op", "path" and "value"'],
    ['invalidSyntax', message({ ...add, op: 'move' }), '"op" must be add, remove or replace'],
    ['invalidSyntax', message({ ...add, op: 1 }), '"op" must be add, remove or replace'],
    ['invalidSyntax', message({ path: 'title', value: 'x' }), '"op" must be add, remove or replace'],
    ['invalidSyntax', message({ ...add, path: 1 }), '"path" must be text'],
    ['invalidSyntax', message({ ...add, path: ['title'] }), '"path" must be text'],
    ['invalidSyntax', message({ ...add, OP: 'add' }), '"op" is given more than once'],
    ['invalidSyntax', message({ op: 'add', path: 'title' }), 'add needs a "value"; null stands for none'],
    ['invalidSyntax', message({ op: 'replace', path: 'title' }), 'replace needs a "value"; null stands for none'],
    ['noTarget', message({ op: 'remove' }), 'remove needs a path that says what to remove'],
    ['noTarget', message({ op: 'remove', path: '' }), 'remove needs a path that says what to remove'],
    [
      'invalidValue',
      message({ op: 'add', value: 'x' }),
      'Without a path, "value" must be an object that names attributes',
    ],
    [
      'invalidValue',
      message({ op: 'add', value: null }),
      'Without a path, "value" must be an object that names attributes',
    ],
    ['invalidSyntax', message(add, { op: 'x' }), '"op" must be add, remove or replace'],
  ])('with %s: %j', (scimType, body, detail) => {
    expect(() => readPatch(body, compat)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });

  test('with invalidSyntax beyond 2000 operations', () => {
    expect(readPatch(message(...Array.from({ length: 2_000 }, () => add)), strict)).toHaveLength(2_000);
    expect(() => readPatch(message(...Array.from({ length: 2_001 }, () => add)), strict)).toThrow(
      expect.objectContaining({
        scimType: 'invalidSyntax',
        detail: 'A PATCH takes at most 2000 operations: name several values in one, or send several',
      }),
    );
  });

  test.each([
    [message({ ...add, from: 'a' }), 'A PATCH has no members but "op", "path", "value"'],
    [{ ...message(add), more: 1 }, 'A PATCH has no members but "schemas", "operations"'],
  ])('with invalidSyntax where a strict key sends a member that is none: %j', (body, detail) => {
    expect(() => readPatch(body, strict)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax', detail }));
  });

  test('with what a strict key has to send', () => {
    for (const schemas of [undefined, [], null, PATCH_OP, [PATCH_OP.toLowerCase()], ['urn:scim:schemas:core:1.0']])
      expect(() => readPatch({ schemas, Operations: [add] }, strict)).toThrow(
        expect.objectContaining({ scimType: 'invalidSyntax', detail: SCHEMAS }),
      );
    expect(() => readPatch(message({ op: 'add', value: {} }), strict)).toThrow(
      expect.objectContaining({ detail: 'Each operation needs a path with this key' }),
    );
  });
});
