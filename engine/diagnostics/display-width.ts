/** Combining marks and format characters, which take no column. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian Wide and Fullwidth (Unicode Standard Annex 11), in blocks, and emoji that are drawn as pictures. */
const wide =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1F64F}\u{1F680}-\u{1F9FF}\u{1FA70}-\u{1FAFF}]|[\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})$/u;
const plain = /^[\x20-\x7E]*$/;

/** Terminal columns that one code point takes: 0, 1 or 2. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Terminal columns of a text without tabs and control characters. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}
