import type { en } from './en.js';

/** A catalogue has every text of the English one. */
export type Messages = typeof en;
