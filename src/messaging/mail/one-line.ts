/** Line breaks and other controls, and what turns the direction of the text that follows. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** A name as it may stand in a sentence or in a header: on one line, not longer than a name is. */
export function oneLine(text: string, maxLength = 200): string {
  const line = text.replaceAll(CONTROLS, ' ').replaceAll(/ {2,}/g, ' ').trim();
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}
