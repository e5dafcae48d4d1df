export function findMariadb(): string | undefined;
export function startMariadb(
  settings?: string[],
  parent?: string,
): Promise<{ url: string; pid: number; stop(): Promise<void> }>;
export function freePort(): Promise<number>;
