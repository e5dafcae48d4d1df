import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from '../scripts/compressed.mjs';

const outDir = fileURLToPath(new URL('../dist/browser/', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  /** Relative, for servers below a path: the page names its place with `<base>`. */
  base: './',
  clearScreen: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [compressed(join(outDir, 'assets'))],
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    /** Nothing is written into the page or the styles: the policy of the pages allows neither. */
    assetsInlineLimit: 0,
    /** The words that zxcvbn knows: large by nature, and only loaded when a passphrase is chosen. */
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
