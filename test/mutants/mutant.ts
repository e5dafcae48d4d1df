/** A mistake that is put into the code by hand, and the test that notices it. */
export interface Mutant {
  /** What goes wrong with it. */
  readonly mistake: string;
  readonly file: string;
  /** What stands in the file once, and what stands there with the mistake. */
  readonly find: string;
  readonly replace: string;
  readonly noticedBy: string;
  /** Part of the title of the test, as it stands in its file; all tests of the file where it is left out. */
  readonly title?: string;
  /** Where the mistake shows; on SQLite when left out. */
  readonly on?: 'MariaDB';
}
