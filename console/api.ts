import type { AccountChoice, Decision, Fault, Methods } from './types.js';

const BASE = new URL('api/v1/', document.baseURI.split('#', 1)[0]);

interface More {
  /** How admins can sign in, where nobody is signed in. */
  readonly methods?: Methods;
  /** Which accounts can be meant, where it is not clear. */
  readonly accounts?: readonly AccountChoice[];
  /** What is wrong, where it is more than one thing. */
  readonly errors?: readonly Fault[];
  /** What others have decided on removals that are held. */
  readonly decisions?: readonly Decision[];
}

/** What the server refused, and why (RFC 9457). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    detail: string,
    readonly more: More = {},
  ) {
    super(detail);
  }
}

/** Asks who it is once more; resolves to whether that was proved. Set by the dialog that does it. */
export const stepUp: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

export const get = <T>(path: string) => request<T>('GET', path);
export const post = <T>(path: string, body: object = {}) => request<T>('POST', path, body);
export const put = <T>(path: string, body: object) => request<T>('PUT', path, body);
export const patch = <T>(path: string, body: object) => request<T>('PATCH', path, body);
export const remove = (path: string) => request<void>('DELETE', path);

/** Where a file can be downloaded. */
export const fileUrl = (path: string) => new URL(path, BASE).href;

/** The query of a URL, without what is not asked for. */
export function query(parameters: Readonly<Record<string, string | number | undefined | null>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

async function request<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await send(method, path, body);
  if (answer instanceof ApiProblem && answer.reason === 'step_up_needed' && (await stepUp.ask()))
    return orThrow(await send<T>(method, path, body));
  return orThrow(answer as T | ApiProblem);
}

async function send<T>(method: string, path: string, body?: object): Promise<T | ApiProblem> {
  const answer = await fetch(new URL(path, BASE), {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (!answer) return new ApiProblem(0, 'unreachable', '');
  const text = await answer.text();
  if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  return problemOf(answer.status, text);
}

function problemOf(status: number, text: string): ApiProblem {
  try {
    const {
      reason = 'unknown',
      detail = '',
      ...more
    } = JSON.parse(text) as More & { reason?: string; detail?: string };
    return new ApiProblem(status, reason, detail, more);
  } catch {
    return new ApiProblem(status, 'unreadable', '');
  }
}

function orThrow<T>(answer: T | ApiProblem): T {
  if (answer instanceof ApiProblem) throw answer;
  return answer;
}
