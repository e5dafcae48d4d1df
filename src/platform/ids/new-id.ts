import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Asking the system for each id alone costs several times what the rest of it does. */
const pool = new Uint8Array(BYTES * 256);
let used = pool.length;
let lastTime = 0;
let sequence = 0;

/** A UUIDv7 (RFC 9562 §5.7), greater than those that this process has made before. */
export function newId(): string {
  const random = nextBytes();
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    sequence = startOf(random);
  } else sequence += 1;
  return v7({ msecs: lastTime, seq: sequence, random });
}

/** Whether a text has the form of an id, as `newId` writes it. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** 31 bits: half of the range is left to count in. */
function startOf(random: Uint8Array): number {
  return new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
}

function nextBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return pool.subarray(used - BYTES, used);
}
