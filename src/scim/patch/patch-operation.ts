/** One operation of RFC 7644 §3.5.2, its path not yet read. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: unknown;
}
