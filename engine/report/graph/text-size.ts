import { characterWidth } from "../../diagnostics/display-width.ts";

/**
 * The width of a text in pixels, in whichever sans-serif font a viewer has: that of a wide one (DejaVu Sans, Verdana), so that no
 * text leaves its box.
 */
export function textWidth(text: string, { size, bold = false }: { readonly size: number; readonly bold?: boolean }): number {
  let width = 0;
  for (const character of text) width += emOf(character);
  return width * size * (bold ? 1.1 : 1);
}

function emOf(character: string): number {
  if (/[ijl.,:;|'!()[\]/ ]/.test(character)) return 0.4;
  if (/[mwMW@%×→]/.test(character)) return 0.98;
  if (/[A-Z]/.test(character)) return 0.72;
  if (/[a-z0-9_-]/.test(character)) return 0.62;
  return characterWidth(character) * 0.8;
}
