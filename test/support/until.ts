import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once it is so. @throws when it is not, after longer than anything takes */
export async function until(isSo: () => boolean | Promise<boolean>, patience = 25_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${String(isSo)}`);
    await delay(10);
  }
}
