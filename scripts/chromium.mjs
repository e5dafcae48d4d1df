import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** The Chromium of this machine, or that which CHROMIUM names. */
export function openChromium() {
  return chromium.launch({ executablePath: found(process.env.CHROMIUM ?? 'chromium'), args: ['--no-sandbox'] });
}

function found(name) {
  const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, name));
  return [name, ...places].find((path) => existsSync(path)) ?? name;
}
