import type { Position } from '../sql/order.js';

/** A walk by index: the page begins behind the earliest of some ends, whatever its number. */
export interface WalkWindow {
  readonly ends: readonly Position[];
  /** On the pages before: with what is left they are all that the walk finds. */
  readonly shown: number;
}

/** Which part of the results of a query is wanted: some after an offset, or those behind a position. */
export interface Window {
  readonly limit: number;
  readonly offset: number;
  readonly behind?: Position;
  readonly walk?: WalkWindow;
  /** From the other end: `behind` then means before. Results come in that order. */
  readonly backward: boolean;
}

export interface PageItem<Item> {
  readonly item: Item;
  readonly position: Position;
}

export interface Page<Item> {
  readonly items: readonly PageItem<Item>[];
  /** How many match in all, whatever the page. */
  readonly totalResults: number;
}

/** Turns a request into a window, and what was found there into an answer. */
export interface Paging {
  readonly window: Window;
  respond(page: Page<object>): object | Promise<object>;
}
