/** What a client would like of an answer (RFC 7240), as far as the server knows it. */
interface Preferences {
  /** An answer before the request is carried out. */
  readonly respondAsync: boolean;
  /** Seconds that the client would rather wait than get such an answer. */
  readonly wait?: number;
}

/** One that is not closed reaches to the end, so that no character is looked at twice. */
const QUOTED = /"(?:[^"\\]|\\.?)*(?:"|$)/gs;

/** Reads the Prefer header: of a preference that comes twice the first one counts, and nothing in it is an error. */
export function readPreferences(header: string): Preferences {
  const known = new Map<string, string>();
  for (const preference of header.replace(QUOTED, withoutQuotes).split(',')) {
    const [name = '', value = ''] = preference.split(';', 1)[0]!.split('=', 2);
    const key = name.trim().toLowerCase();
    if (!known.has(key)) known.set(key, value.trim());
  }
  const wait = known.get('wait');
  return {
    respondAsync: known.has('respond-async'),
    ...(wait !== undefined && /^\d{1,9}$/.test(wait) && { wait: Number(wait) }),
  };
}

/** A word may be quoted (RFC 7240 §2); what holds more than digits is none that the server knows. */
function withoutQuotes(quoted: string): string {
  return /^"\d+"$/.test(quoted) ? quoted.slice(1, -1) : '';
}
