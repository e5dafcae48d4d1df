import { expect, test } from '@jest/globals';
import { isVisible } from './visible-text.js';

test.each([
  'ada@example.com',
  'josé@example.com',
  'نامه\u{200c}ای',
  'می\u{200c}خواهم',
  'क्\u{200d}ष',
  'क्\u{200c}ष',
  '👩',
  'ゆうき',
])('%j can be seen whole', (text) => {
  expect([isVisible(text, 'identifier'), isVisible(text, 'label')]).toEqual([true, true]);
});

test.each(['👩\u{200d}🚀 crew', '❤\u{fe0f} team', '👩🏽\u{200d}🚀', '🏳\u{fe0f}\u{200d}🌈'])(
  '%j is a label only',
  (text) => {
    expect([isVisible(text, 'identifier'), isVisible(text, 'label')]).toEqual([false, true]);
  },
);

test.each([
  ['no-break space', 'ada\u{a0}'],
  ['ideographic space', 'ada\u{3000}byron'],
  ['em space', '\u{2003}ada'],
  ['Ogham space', 'ada\u{1680}'],
  ['private use', 'ada\u{e000}'],
  ['noncharacter', 'ada\u{ffff}'],
  ['unassigned', 'ada\u{378}'],
])('looks like something else in an identifier: %s', (_name, text) => {
  expect([isVisible(text, 'identifier'), isVisible(text, 'label')]).toEqual([false, true]);
});

test.each([
  ['zero width space', 'a\u{200b}da'],
  ['word joiner', 'a\u{2060}da'],
  ['byte order mark', '\u{feff}ada'],
  ['soft hyphen', 'a\u{ad}da'],
  ['joiner between Latin letters', 'a\u{200d}da'],
  ['non-joiner between Latin letters', 'a\u{200c}da'],
  ['joiner at the end', 'ada\u{200d}'],
  ['non-joiner at the beginning', '\u{200c}ada'],
  ['non-joiner behind a letter that does not join', 'د\u{200c}ا'],
  ['joiner between Arabic letters', 'می\u{200d}خ'],
  ['right-to-left override', '\u{202e}ada'],
  ['isolate', '\u{2066}ada\u{2069}'],
  ['Arabic letter mark', 'ada\u{61c}'],
  ['right-to-left mark', 'ada\u{200f}'],
  ['Hangul filler', 'ada\u{3164}'],
  ['tag character', 'ada\u{e0061}'],
  ['variation selector', 'ada\u{fe00}'],
  ['invisible times', 'a\u{2062}da'],
  ['line separator', 'a\u{2028}da'],
  ['next line', 'a\u{85}da'],
  ['line feed', 'a\nda'],
  ['tab', 'a\tda'],
  ['escape', 'a\u{1b}[31mda'],
  ['selector behind a letter', 'a\u{fe0f}da'],
  ['empty pattern of Braille', 'ada\u{2800}'],
  ['interlinear annotation', 'a\u{fff9}da'],
  ['object replacement', 'ada\u{fffc}'],
  ['joiner of hieroglyphs', 'a\u{13430}da'],
  ['filler of Khitan', 'ada\u{16fe4}'],
  ['null notehead', 'ada\u{1d159}'],
])('is not all visible: %s', (_name, text) => {
  expect([isVisible(text, 'identifier'), isVisible(text, 'label')]).toEqual([false, false]);
});
