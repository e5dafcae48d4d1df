/** Somebody as people know them, with what tells them from others of that name. */
export function nameOf({ displayName, userName }: { displayName: string; userName: string }): string {
  return displayName === userName ? userName : `${displayName} (${userName})`;
}
