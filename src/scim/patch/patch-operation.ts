/** One operation of RFC 7644 §3.5.2, its path not yet read. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: unknown;
  /** Names beside these three that the client sent with it. */
  readonly others?: readonly string[];
}

export type OperationWithPath = PatchOperation & { readonly path: string };
