import type { AttrPath } from '../../scim/attributes/resource-type.js';
import type { Filter } from '../../scim/filter/ast.js';
import { parseFilter } from '../../scim/filter/parser.js';

const MAX_LENGTH = 1_000;

/** A filter with `?` for each value, such as `userName eq ?`; null for a text that is no filter. */
export function filterShape(text: string): string | null {
  try {
    return shapeOf(parseFilter(text)).slice(0, MAX_LENGTH);
  } catch {
    return null;
  }
}

function shapeOf(filter: Filter): string {
  switch (filter.kind) {
    case 'comparison':
      return `${nameOf(filter.attrPath)} ${filter.compareOp} ?`;
    case 'presence':
      return `${nameOf(filter.attrPath)} pr`;
    case 'valuePath':
      return `${nameOf(filter.attrPath)}[${shapeOf(filter.filter)}]`;
    case 'not':
      return `not (${shapeOf(filter.filter)})`;
    case 'and':
    case 'or':
      return filter.terms
        .map((term) => (isLogical(term) ? `(${shapeOf(term)})` : shapeOf(term)))
        .join(` ${filter.kind} `);
  }
}

function isLogical({ kind }: Filter): boolean {
  return kind === 'and' || kind === 'or';
}

function nameOf({ schema, attribute, subAttribute }: AttrPath): string {
  return `${schema === undefined ? '' : `${schema}:`}${attribute}${subAttribute === undefined ? '' : `.${subAttribute}`}`;
}
