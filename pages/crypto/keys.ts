import type { Operations } from './operations.js';
import type { Call, Reply } from './worker.js';
// oxlint-disable-next-line import/default -- Vite makes the address of the built worker of it
import workerUrl from './worker.js?worker&url';

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let calls = 0;

/**
 * The operations on keys, carried out beside the page: a passphrase costs a second of computing, in which a page has to
 * stay alive. Errors keep their names (`WrongPassphrase`, `ForeignKey`).
 */
export const keys = new Proxy({} as Operations, {
  get:
    (_, name: keyof Operations) =>
    (...parameters: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        worker ??= start();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
        worker.postMessage({ id: calls, name, parameters } satisfies Call);
      }),
});

function start(): Worker {
  const started = new Worker(trusted(workerUrl) as string, { type: 'module', name: 'keys' });
  started.addEventListener('message', ({ data }: MessageEvent<Reply>) => resolveCall(data));
  started.addEventListener('error', () => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error('The worker of the keys did not start'));
    waiting.clear();
  });
  return started;
}

function resolveCall(reply: Reply): void {
  const call = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ('value' in reply) call?.resolve(reply.value as never);
  else call?.reject(Object.assign(new Error(reply.message), { name: reply.errorName }));
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** The pages' policy lets no text become a script's address, but for this one, which the build has made. */
function trusted(url: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const createScriptURL = (given: string) => {
    if (given !== workerUrl) throw new TypeError('This is no script of the pages');
    return given;
  };
  return trustedTypes ? trustedTypes.createPolicy('muster', { createScriptURL }).createScriptURL(url) : url;
}
