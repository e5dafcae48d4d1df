/**
 * The form in which values with `caseExact: false` are compared, sorted and kept unique: compatibility-normalised
 * (NFKC) and lower-cased without regard to language, as PRECIS does for user names (RFC 8265 §3.3). So `José` equals
 * `JOSÉ` however it is composed, but neither `jose`; `ß` is not `ss`; dotted and dotless i stay two letters.
 */
export function caseKey(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return value.toLowerCase();
  return value.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}
