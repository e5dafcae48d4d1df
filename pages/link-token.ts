/**
 * Takes the token of a link out of the address, where people copy and browsers remember it, and keeps it for the life
 * of the tab: a reload still has it.
 */
export function takeToken(linkId: string): string | undefined {
  const name = `muster.link.${linkId}`;
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(name, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given || (sessionStorage.getItem(name) ?? undefined);
}

/** When the link is used up. */
export function forgetToken(linkId: string): void {
  sessionStorage.removeItem(`muster.link.${linkId}`);
}
