const DATE_TIME = /^(-?\d{4,6}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/i;

/**
 * Milliseconds since 1970 of an xsd:dateTime, with any number of fraction digits (RFC 7643 §2.3.5). Without an offset
 * it is UTC. Undefined when the text is no date and time, or none that exists.
 */
export function instantOf(text: string): number | undefined {
  const [, day, time, fraction = '', offset = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (day === undefined) return undefined;
  const milliseconds = Date.parse(`${day}T${time}${offset.toUpperCase()}`);
  const utc = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(milliseconds) || new Date(utc).toISOString().slice(0, day.length) !== day) return undefined;
  return milliseconds + Number(`0${fraction}`) * 1000;
}
