/** Who makes a change. */
export interface Actor {
  /**
   * A SCIM key, a person of the organization, an admin's account, the operator at the command line, the server by itself,
   * or somebody who has found a key and reported it.
   */
  readonly kind: 'key' | 'member' | 'admin' | 'operator' | 'server' | 'finder';
  readonly id?: string;
  readonly label?: string;
}

export const OPERATOR: Actor = { kind: 'operator' };
export const SERVER: Actor = { kind: 'server' };
/** Somebody who reports a found key, of whom only the address is known. */
export const finderAt = (address: string): Actor => ({ kind: 'finder', label: address });

export function isProvider({ kind }: Actor): boolean {
  return kind === 'key';
}

/** In whose name and for which request an organization is changed. */
export interface ChangeContext {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly requestId?: string;
  /** Of the organization's schemas, where the change goes by them. */
  readonly schemasVersion?: number;
}
