import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from '../scripts/compressed.mjs';

const outDir = fileURLToPath(new URL('../dist/console/', import.meta.url));
/** The page is at the root of the server, its assets are below a path of their own. */
const ASSETS = 'console/assets';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  /** Relative, for servers below a path. */
  base: './',
  clearScreen: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [compressed(join(outDir, ASSETS))],
  build: {
    outDir,
    assetsDir: ASSETS,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    /** Nothing is written into the page: its policy allows no such scripts. */
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { checks: { pluginTimings: false }, onwarn: exceptForServers },
  },
});

/** Libraries mark what runs in browsers alone: here everything does. */
function exceptForServers(warning, warn) {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
}
