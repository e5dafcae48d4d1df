/** Marks a finished build, for ensure-built.mjs to compare with the sources. */
import { writeFileSync } from 'node:fs';

writeFileSync(new URL('../dist/.stamp', import.meta.url), `${new Date().toISOString()}\n`);
