/**
 * Controls, line separators, what turns the direction of text, and what leaves no mark at all: in the second line those
 * that Unicode does not call so, such as the empty pattern of Braille.
 */
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{2800}\u{fff9}-\u{fffc}\u{13430}-\u{13440}\u{16fe4}\u{1d159}]/u;
/** What has no look of its own: blanks that look like a space, and characters that each font draws as it likes, or not at all. */
const INDISTINCT = /(?! )\p{Zs}|\p{Co}|\p{Cn}/u;
const NON_JOINER = '\u{200c}';
const JOINER = '\u{200d}';

/** Canonical_Combining_Class Virama. */
const VIRAMA =
  /[\u{94d}\u{9cd}\u{a4d}\u{acd}\u{b4d}\u{bcd}\u{c4d}\u{ccd}\u{d3b}\u{d3c}\u{d4d}\u{dca}\u{e3a}\u{eba}\u{f84}\u{1039}\u{103a}\u{1714}\u{1715}\u{1734}\u{17d2}\u{1a60}\u{1b44}\u{1baa}\u{1bab}\u{1bf2}\u{1bf3}\u{2d7f}\u{a806}\u{a82c}\u{a8c4}\u{a953}\u{a9c0}\u{aaf6}\u{abed}\u{11046}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}]$/u;
/** Letters of the Arabic script that join on both sides, marks between them and the non-joiner left out of account. */
const JOINS_NEXT =
  /(?![\u{621}-\u{625}\u{627}\u{629}\u{62f}-\u{632}\u{648}\u{671}-\u{673}\u{675}-\u{677}\u{688}-\u{699}\u{6c0}\u{6c3}-\u{6cb}\u{6cd}\u{6cf}\u{6d2}\u{6d3}\u{6d5}\u{6ee}\u{6ef}])[\u{620}-\u{64a}\u{66e}-\u{6d3}\u{6fa}-\u{6ff}]\p{Mn}{0,8}$/u;
const JOINS_PREVIOUS = /^\p{Mn}{0,8}[\u{620}\u{622}-\u{64a}\u{66e}-\u{6d5}\u{6ee}-\u{6ff}]/u;

/** Around a joiner in the picture of a profession or a family, and before the selector of a picture. */
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\u{fe0f}?$/u;
const SELECTED = /[\p{Extended_Pictographic}\p{Emoji}]$/u;
const STARTS_WITH_PICTURE = /^\p{Extended_Pictographic}/u;

/** What a text may have beside visible characters. */
export type Visibility = 'identifier' | 'label';

/**
 * Whether each character can be seen, so that no two texts look the same. Identifiers have no blank but the space. ZWNJ and ZWJ are taken where spelling needs them
 * (RFC 5892, appendices A.1, of the Arabic script, and A.2), and in labels where they are a part of an emoji.
 */
export function isVisible(text: string, visibility: Visibility): boolean {
  if (visibility === 'identifier' && INDISTINCT.test(text)) return false;
  if (!INVISIBLE.test(text)) return true;
  let before = '';
  for (const character of text) {
    const after = text.slice(before.length + character.length);
    const isSeen =
      !INVISIBLE.test(character) ||
      isContextual(character, before, after) ||
      (visibility === 'label' && isInEmoji(character, before, after));
    if (!isSeen) return false;
    before += character;
  }
  return true;
}

/** What is wrong with a text that is not visible, after the words for what it is. */
export const HIDES = 'contains a character that is invisible or changes the direction of text: remove it';

/** Whether people can read a name as it is: in the console, in mails and in terminals. */
export function isLegible(name: string): boolean {
  return name.isWellFormed() && isVisible(name, 'label');
}

function isContextual(character: string, before: string, after: string): boolean {
  if (character !== NON_JOINER && character !== JOINER) return false;
  const near = before.slice(-20);
  if (VIRAMA.test(near)) return true;
  return character === NON_JOINER && JOINS_NEXT.test(near) && JOINS_PREVIOUS.test(after.slice(0, 20));
}

function isInEmoji(character: string, before: string, after: string): boolean {
  const near = before.slice(-4);
  if (character === JOINER) return PICTURE.test(near) && STARTS_WITH_PICTURE.test(after);
  return character === '\u{fe0f}' && SELECTED.test(near);
}
