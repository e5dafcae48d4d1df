import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** The line, from 1, at which a text stops being JSON; undefined where it is. */
export function lineOfFault(text: string): number | undefined {
  const faults: ParseError[] = [];
  parseTree(text, faults, STRICT);
  return faults[0] && lineAt(text, faults[0].offset);
}

/** The line, from 1, of what a pointer (RFC 6901) names in a JSON text, or of what would hold it. */
export function lineOf(text: string, pointer: string): number {
  const root = parseTree(text);
  const path = pointer.split('/').slice(1).map(segment);
  for (let depth = path.length; root && depth > 0; depth -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node) return lineAt(text, node.offset);
  }
  return 1;
}

function segment(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
