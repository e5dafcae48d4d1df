#!/usr/bin/env node
import { existsSync } from 'node:fs';

const builder = new URL('../scripts/ensure-built.mjs', import.meta.url);
if (existsSync(builder)) {
  const { ensureBuilt } = await import(builder.href);
  await ensureBuilt();
}
await import('../dist/cli.js');
