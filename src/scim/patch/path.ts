import { named } from '../attributes/attribute.js';
import { whyUndefined } from '../attributes/nearest.js';
import type { AttributeTarget, AttrPath, ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';
import type { Filter } from '../filter/ast.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { FilterParser, MAX_FILTER_LENGTH } from '../filter/parser.js';
import { tokenize } from '../filter/tokenizer.js';
import { invalidPath, ScimError } from '../protocol/scim-error.js';

/** What a PATCH path names: an attribute, some of its elements, or a whole extension. */
export interface PatchPath extends AttributeTarget {
  /** The value filter in brackets, when there is one. */
  readonly filter?: Filter;
}

/** A path that can be read and names nothing in the schemas. */
export class UndefinedPath extends ScimError {
  constructor(
    type: ResourceType,
    readonly attrPath: AttrPath,
  ) {
    super(400, whyUndefined(attrPath, [type]), 'invalidPath');
  }
}

/**
 * `PATH = attrPath / valuePath [subAttr]` (RFC 7644 §3.5.2). No blanks but those inside the value filter.
 * @throws ScimError invalidPath when the text is no path, UndefinedPath when it names nothing, invalidFilter for its filter
 */
export function parsePatchPath(text: string, type: ResourceType): PatchPath {
  if (text.length > MAX_FILTER_LENGTH) throw invalidPath(`A path may have ${MAX_FILTER_LENGTH} characters`);
  const parser = new FilterParser(pathTokens(text));
  const attrPath = parser.next.kind === 'word' ? parseAttrPath(parser.take().text) : undefined;
  if (!attrPath) throw invalidPath('The path must start with the name of an attribute');
  const filter = parser.next.kind === '[' ? unspaced(parser).valFilter() : undefined;
  const target = type.find({ ...attrPath, subAttribute: filter ? undefined : attrPath.subAttribute });
  if (filter && attrPath.subAttribute) throw invalidPath('After the name of an attribute only "[" or "." may follow');
  if (!target) throw new UndefinedPath(type, attrPath);
  const subAttribute = filter && subAttributeAfter(parser, target, type);
  if (parser.next.kind !== 'end' || parser.next.spaced) throw invalidPath('The path goes on after its end');
  return { ...target, ...(subAttribute && { subAttribute }), ...(filter && { filter }) };
}

/** The extension whose URN alone is the path. */
export function extensionPath(text: string, type: ResourceType): Schema | undefined {
  return type.extension(text);
}

function pathTokens(text: string) {
  const tokens = tokenize(text);
  if (tokens[0]!.spaced) throw invalidPath('The path must not start with a blank');
  return tokens;
}

function unspaced(parser: FilterParser): FilterParser {
  if (parser.next.spaced) throw invalidPath('There must be no blank before "["');
  return parser;
}

function subAttributeAfter(parser: FilterParser, { extension, attribute }: AttributeTarget, type: ResourceType) {
  const { kind, text, spaced } = parser.next;
  if (kind === 'end') return undefined;
  if (kind !== 'word' || spaced || !text.startsWith('.'))
    throw invalidPath('After "]" only "." and a sub-attribute may follow');
  const subAttribute = named(attribute.subAttributes, text.slice(1));
  if (!subAttribute)
    throw new UndefinedPath(type, { schema: extension, attribute: attribute.name, subAttribute: text.slice(1) });
  parser.take();
  return subAttribute;
}
