import type { AttrPath } from '../attributes/resource-type.js';

/** RFC 7643 §2.1; `$ref` is the one name that starts otherwise. */
const NAME = /^(?:[A-Za-z][A-Za-z0-9_$-]*|\$ref)$/;
const URN = /^urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[^\s[\]()"]+$/i;

/** `[URI ":"] ATTRNAME *1("." ATTRNAME)`, or undefined when the text is none (RFC 7644 §3.4.2.2 and §3.10). */
export function parseAttrPath(text: string): AttrPath | undefined {
  const colon = text.lastIndexOf(':');
  const schema = colon === -1 ? undefined : text.slice(0, colon);
  if (schema !== undefined && !URN.test(schema)) return undefined;
  const [attribute = '', subAttribute, ...more] = text.slice(colon + 1).split('.');
  if (!NAME.test(attribute) || more.length > 0) return undefined;
  if (subAttribute !== undefined && !NAME.test(subAttribute)) return undefined;
  return { schema, attribute, subAttribute };
}
