import { type Operations, operations } from './operations.js';

export interface Call {
  readonly id: number;
  readonly name: keyof Operations;
  readonly parameters: readonly unknown[];
}

/** An error is told by its name: its class does not survive the way out of the worker. */
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly errorName: string; readonly message: string };

addEventListener('message', ({ data }: MessageEvent<Call>) => void answer(data));

async function answer({ id, name, parameters }: Call): Promise<void> {
  try {
    const operation = operations[name] as (...given: readonly unknown[]) => Promise<unknown>;
    tell({ id, value: await operation(...parameters) });
  } catch (error) {
    const { name: errorName, message } = error as Error;
    tell({ id, errorName, message });
  }
}

function tell(reply: Reply): void {
  (postMessage as (message: Reply) => void)(reply);
}
