/**
 * What an admin should know of a request that was carried out. `flipped_back`: it turned `active` of a person back within a
 * second, as a request does that was sent before another one and arrived after it.
 */
export const REQUEST_WARNINGS = ['flipped_back'] as const;

export type RequestWarning = (typeof REQUEST_WARNINGS)[number];
