import { describe, expect, test } from '@jest/globals';
import { parseFilter } from '../filter/parser.js';
import { RelationChange } from './resource-change.js';

const steps = (change: RelationChange) =>
  change.steps.map((step) =>
    step.kind === 'matching' ? 'matching' : { clear: step.clear, remove: [...step.remove], add: [...step.add] },
  );

describe('RelationChange', () => {
  test('gathers adds and removes into one step, the last word counts', () => {
    const change = new RelationChange();
    change.add(['a', 'b']);
    change.remove(['b', 'c']);
    change.add(['c', 'a']);
    expect(steps(change)).toEqual([{ clear: false, remove: ['b'], add: ['a', 'c'] }]);
  });

  test('a replacement makes what came before pointless', () => {
    const change = new RelationChange();
    change.removeMatching({ kind: 'presence', attrPath: { attribute: 'value' } });
    change.add(['a']);
    change.replace(['b', 'c']);
    change.remove(['c']);
    change.add(['d']);
    expect(steps(change)).toEqual([{ clear: true, remove: [], add: ['b', 'd'] }]);
  });

  test('a removal by filter stands between what comes before and after', () => {
    const change = new RelationChange();
    change.add(['a']);
    change.removeMatching({ kind: 'presence', attrPath: { attribute: 'value' } });
    change.add(['b']);
    expect(steps(change)).toEqual([
      { clear: false, remove: [], add: ['a'] },
      'matching',
      { clear: false, remove: [], add: ['b'] },
    ]);
  });
});

test('The filters of a change have 200 conditions on a relation at most, since each is tried on every row', () => {
  const change = new RelationChange();
  const filter = parseFilter(Array.from({ length: 100 }, () => 'value co "a"').join(' or '));
  change.removeMatching(filter);
  change.removeMatching(filter);
  expect(change.steps).toHaveLength(2);
  expect(() => change.removeMatching(parseFilter('value co "a"'))).toThrow(
    expect.objectContaining({
      detail: 'The filters in the paths have more than 200 conditions: list the values to remove instead',
    }),
  );
});
