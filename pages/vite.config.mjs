import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { defineConfig } from 'vite';

const outDir = fileURLToPath(new URL('../dist/browser/', import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  /** Relative, for servers below a path: the page names its place with `<base>`. */
  base: './',
  clearScreen: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [compressed()],
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

/** A smaller copy beside each asset, for the server to send as it is. */
function compressed() {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle() {
      const assets = join(outDir, 'assets');
      for (const name of readdirSync(assets)) {
        const path = join(assets, name);
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
      }
    },
  };
}
