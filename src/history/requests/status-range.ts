/** `404` or `4xx`. */
export const STATUS = /^[1-5](\d\d|xx)$/;

/** The first and the last status that it means. */
export function statusRange(text: string): readonly [number, number] {
  return [Number(text.replaceAll('x', '0')), Number(text.replaceAll('x', '9'))];
}
