import { newColumns } from './new-columns.js';
import { defaulting, integer, key } from './schema.js';

export class AddChainToEventSequences1764000000034 extends newColumns('event_sequences', {
  lastHash: defaulting(key(64), "''"),
  anchorSequence: defaulting(integer, 0),
  anchorHash: defaulting(key(64), "''"),
}) {}
