import type { Document } from '../attributes/document.js';
import { comparisonsIn, type Filter } from '../filter/ast.js';
import { tooMany } from '../protocol/scim-error.js';

/** In all filters of a change on one relation: each is tried on every row. */
const MAX_COMPARISONS = 200;

/**
 * What a write asks of the rows of a relation, such as `members`, in the order in which it has to happen. `clear`
 * empties it first; no value stands in `remove` and in `add`.
 */
type RelationStep =
  | { readonly kind: 'values'; clear: boolean; readonly remove: Set<string>; readonly add: Set<string> }
  | { readonly kind: 'matching'; readonly filter: Filter };

/** Gathers operations on one relation into as few steps as say the same. */
export class RelationChange {
  readonly steps: RelationStep[] = [];
  private comparisons = 0;

  add(values: Iterable<string>): void {
    const step = this.valuesStep();
    for (const value of values) {
      step.remove.delete(value);
      step.add.add(value);
    }
  }

  remove(values: Iterable<string>): void {
    const step = this.valuesStep();
    for (const value of values) {
      step.add.delete(value);
      if (!step.clear) step.remove.add(value);
    }
  }

  /** Takes out what a filter selects that does more than name values. @throws ScimError tooMany */
  removeMatching(filter: Filter): void {
    this.comparisons += comparisonsIn(filter);
    if (this.comparisons > MAX_COMPARISONS)
      throw tooMany(
        `The filters in the paths have more than ${MAX_COMPARISONS} conditions: list the values to remove instead`,
      );
    this.steps.push({ kind: 'matching', filter });
  }

  /** Leaves exactly these values. */
  replace(values: Iterable<string>): void {
    this.steps.length = 0;
    this.steps.push({ kind: 'values', clear: true, remove: new Set(), add: new Set(values) });
  }

  private valuesStep() {
    const last = this.steps.at(-1);
    if (last?.kind === 'values') return last;
    const step = { kind: 'values' as const, clear: false, remove: new Set<string>(), add: new Set<string>() };
    this.steps.push(step);
    return step;
  }
}

/** Every write, whatever its syntax: the document as it shall be, and what changes in its relations. */
export interface ResourceChange {
  readonly document: Document;
  /** By name of the attribute; absent where the write says nothing of it. */
  readonly relations: ReadonlyMap<string, RelationChange>;
}
