import { newColumns } from './new-columns.js';
import { integer, nullable } from './schema.js';

export class AddWaitingToldAt1764000000090 extends newColumns('organizations', { waitingToldAt: nullable(integer) }) {}
