/** How many of one request are told, and how long the name of an attribute is then. */
export const MAX_IGNORED = 20;
export const MAX_IGNORED_NAME = 64;
/** A URN may be as long as that of a schema that is registered. */
const MAX_URN = 200;
const URN = /^urn:/i;
const NAME = /^[A-Za-z_$][\w$.:/+~%-]*$/;
/** Told instead of what cannot be a name, as it may be a value. */
const NO_NAME = '(no name)';

/** Names of a request that nothing defines, in the order in which they came: never values, and a bounded number. */
export class Ignored {
  private readonly paths = new Set<string>();

  /** @param path names from the top down; a URN is one of them */
  add(...path: readonly string[]): void {
    if (this.paths.size < MAX_IGNORED) this.paths.add(toldPath(path));
  }

  get isEmpty(): boolean {
    return this.paths.size === 0;
  }

  get names(): readonly string[] {
    return [...this.paths];
  }
}

/** `addresses.city`, or `urn:example:acme:badge` for an attribute of a schema. */
export function toldPath(path: readonly string[]): string {
  const [first = '', ...more] = path.map(toldName);
  return more.length === 0 ? first : `${first}${URN.test(first) ? ':' : '.'}${more.join('.')}`;
}

function toldName(given: string): string {
  const name = given.trim();
  if (!NAME.test(name)) return NO_NAME;
  return name.slice(0, URN.test(name) ? MAX_URN : MAX_IGNORED_NAME);
}
