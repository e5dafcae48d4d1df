import { setFlagsFromString } from 'node:v8';

/**
 * How much of what survived a collection may come before the next one, in percent. On a machine with much memory V8 lets it
 * be several times as much, which is not faster here.
 */
const GROWTH_PERCENT = 40;

setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
