import type { ResourceCodec } from './resource-parts.js';
import type { ResourceRow } from './resource.repository.js';

/** For types whose rows have nothing beside their document. */
export const documentCodec: ResourceCodec<ResourceRow> = {
  newRow: (row) => row,
  withDocument: (row, document) => ({ ...row, document }),
  documentOf: ({ document }) => document,
};
