import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfirmerMistake } from './faults.js';
import { type ConfirmerState, newState } from './state.js';

const FORMAT = 'muster confirmer state v1';

/** Keeps the state in one file, which is whole at any time: a process that is killed leaves the old or the new one. */
export class StateFile {
  /** What is in the file, as far as this process knows. */
  private known: string | undefined;

  constructor(
    private readonly file: string,
    private readonly organizationId: string,
  ) {}

  /** @returns a new state when there is no file yet @throws ConfirmerMistake for a file of something else */
  read(): { state: ConfirmerState; isNew: boolean } {
    const text = this.text();
    this.known = text;
    if (text === undefined) return { state: newState(this.organizationId), isNew: true };
    const { format, ...state } = parsed(this.file, text);
    if (format !== FORMAT || !isState(state))
      throw new ConfirmerMistake(`${this.file} is no state of a confirmer: restore it, do not just remove it`);
    if (state.organizationId !== this.organizationId)
      throw new ConfirmerMistake(`${this.file} is of another organization, ${state.organizationId}`);
    return { state, isNew: false };
  }

  /** @throws ConfirmerMistake when it cannot be written, or somebody else writes it too */
  write(state: ConfirmerState): void {
    if (this.text() !== this.known)
      throw new ConfirmerMistake(`${this.file} was written by another process: two of them cannot share it`);
    const draft = `${this.file}.${process.pid}.tmp`;
    const text = JSON.stringify({ format: FORMAT, ...state });
    try {
      rmSync(draft, { force: true });
      written(draft, 'wx', text);
      renameSync(draft, this.file);
      written(dirname(this.file), 'r');
      this.known = text;
    } catch (error) {
      throw new ConfirmerMistake(`${this.file} cannot be written: ${(error as Error).message}`);
    }
  }

  private text(): string | undefined {
    try {
      return readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new ConfirmerMistake(`${this.file} cannot be read: ${(error as Error).message}`);
    }
  }
}

/** Brings a file, or the names in a folder, onto the disk. */
function written(path: string, flags: 'wx' | 'r', text?: string): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    if (text !== undefined) writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parsed(file: string, text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new ConfirmerMistake(`${file} is no JSON: restore it, do not just remove it`);
  }
}

function isState(state: Record<string, unknown>): state is Record<string, unknown> & ConfirmerState {
  const { organizationId, head, organizationKey, keys, confirmations } = state;
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  return (
    typeof organizationId === 'string' &&
    isObject(keys) &&
    Array.isArray(confirmations) &&
    isObject(head) === isObject(organizationKey)
  );
}
