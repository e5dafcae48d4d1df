/** What the address asks for. */
export type Place =
  | { readonly view: 'join' | 'sign-in' | 'address'; readonly organizationId: string; readonly linkId: string }
  | { readonly view: 'people'; readonly organizationId: string };

/** The address of the server, with a slash at its end. The page's base is one folder below it. */
export const root = new URL('../', document.baseURI);

export function placeOf(pathname: string): Place | undefined {
  const [view, organizationId, linkId, ...more] = pathname
    .slice(root.pathname.length)
    .split('/')
    .map(decodeURIComponent);
  if (!organizationId || more.length > 0) return undefined;
  if (view === 'people' && linkId === undefined) return { view, organizationId };
  if ((view === 'join' || view === 'sign-in' || view === 'address') && linkId) return { view, organizationId, linkId };
  return undefined;
}

/** Shows the address of a member's own page without loading anything: keys that are open stay open. */
export function goToPeople(organizationId: string): void {
  history.replaceState(null, '', new URL(`people/${encodeURIComponent(organizationId)}`, root));
}
