import { describe, expect, test } from '@jest/globals';
import { groupType } from '../../groups/group-type.js';
import { profiles } from '../protocol/profile.js';
import type { PatchOperation } from './patch-operation.js';
import { parsePatchPath } from './path.js';
import { applyToRelation } from './relation-operation.js';
import { RelationChange } from './resource-change.js';

const a = { value: 'a' };
const b = { value: 'b' };

/** `+` what is added, `-` what is removed, `=` what is left, `?` for a removal by filter. */
function change(op: PatchOperation['op'], path: string, value?: unknown, profile = profiles.compat): string {
  const result = new RelationChange();
  applyToRelation(result, parsePatchPath(path, groupType), { op, value }, profile);
  return result.steps
    .map((step) => {
      if (step.kind === 'matching') return '?';
      const added = [...step.add].map((each) => `${step.clear ? '=' : '+'}${each}`);
      return [
        ...(step.clear && added.length === 0 ? ['='] : []),
        ...added,
        ...[...step.remove].map((each) => `-${each}`),
      ].join(' ');
    })
    .join(' then ');
}

describe('An operation on a relation', () => {
  test.each([
    ['add', 'members', [a, b], '+a +b'],
    ['add', 'members', a, '+a'],
    ['add', 'members', [], ''],
    ['add', 'members', null, ''],
    ['replace', 'members', [a], '=a'],
    ['replace', 'members', [], '='],
    ['replace', 'members', null, '='],
    ['remove', 'members', undefined, '='],
    ['remove', 'members', [a, b], '-a -b'],
    ['remove', 'members', [], ''],
    ['remove', 'members[value eq "a"]', undefined, '-a'],
    ['remove', 'members[VALUE eq "a"]', undefined, '-a'],
    ['remove', 'members[value eq "a" or value eq "b"]', undefined, '-a -b'],
    ['remove', 'members[value eq "a" or type eq "User"]', undefined, '?'],
    ['remove', 'members[value eq "a" and type eq "User"]', undefined, '?'],
    ['remove', 'members[value ne "a"]', undefined, '?'],
    ['remove', 'members[value eq null]', undefined, '?'],
    ['remove', 'members[value pr]', undefined, '?'],
    ['remove', 'members[not (value eq "a")]', undefined, '?'],
    ['remove', 'members[value.x eq "a"]', undefined, '?'],
    ['add', 'members[value eq "a"]', a, '+a'],
    ['add', 'members[value eq "a" or value eq "b"]', [a], '+a +b'],
    ['replace', 'members[value eq "a"]', [a], '+a'],
    ['replace', 'members[value eq "a"]', null, '-a'],
    ['replace', 'members[value eq "a"]', [], '-a'],
    ['add', 'members[value eq "a"]', null, ''],
  ] as const)('%s %s with %j asks for: %s', (op, path, value, expected) => {
    expect(change(op, path, value).trim()).toBe(expected);
  });

  test.each([
    [
      'mutability',
      'replace',
      'members.value',
      'b',
      '"members.value" cannot be changed: remove the value and add another',
    ],
    [
      'mutability',
      'remove',
      'members[value eq "a"].value',
      undefined,
      '"members.value" cannot be changed: remove the value and add another',
    ],
    [
      'mutability',
      'replace',
      'members[value eq "a"]',
      b,
      '"members.value" cannot be changed: remove the value and add another',
    ],
    [
      'mutability',
      'add',
      'members[value eq "a"]',
      [a, b],
      '"members.value" cannot be changed: remove the value and add another',
    ],
    ['noTarget', 'add', 'members[type eq "User"]', [a], 'Add to "members" by its values, not by a filter'],
    ['noTarget', 'replace', 'members[value ne "a"]', [a], 'Add to "members" by its values, not by a filter'],
    [
      'invalidValue',
      'remove',
      'members',
      null,
      'List the values of "members" to remove, or leave "value" out to remove them all',
    ],
    ['invalidValue', 'add', 'members', [{ display: 'A' }], '"members" needs "value"'],
  ] as const)('is refused with %s: %s %s with %j', (scimType, op, path, value, detail) => {
    expect(() => change(op, path, value)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });

  test('adds by a filter with no key of the profile strict', () => {
    expect(() => change('add', 'members[value eq "a"]', [a], profiles.strict)).toThrow(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
    expect(change('remove', 'members[value eq "a"]', undefined, profiles.strict)).toBe('-a');
  });
});
