import { invalid } from '../../platform/http/problem.js';

/** A whole number as text, with what it may be. */
interface NumberRange {
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
}

/** @param otherwise what stands for no text @throws Problem that says what the number may be */
export function numberOf(
  text: unknown,
  otherwise: number,
  { name, least = 0, most = Number.MAX_SAFE_INTEGER }: NumberRange,
): number {
  if (text === undefined || text === '') return otherwise;
  const value = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw invalid(`${name} has to be a whole number from ${least} to ${most}`);
}
