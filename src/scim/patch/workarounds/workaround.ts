import type { ResourceType } from '../../attributes/resource-type.js';
import type { PatchOperation } from '../patch-operation.js';

/** A step that turns one operation into those that the client meant. */
export type PatchWorkaround = (operation: PatchOperation, context: WorkaroundContext) => PatchOperation[];

interface WorkaroundContext {
  /** The resource that is patched. */
  readonly id: string;
  readonly type: ResourceType;
}
