import type { Role } from "../../kind/port.ts";

/** A role as a line: a colour on light and on dark ground, and dashes (lengths of strokes and gaps; none: a whole line) that tell it from the others without colour. */
export interface RoleLook {
  readonly light: string;
  readonly dark: string;
  /** Readable on both grounds, for formats that cannot choose. */
  readonly middle: string;
  readonly dashes: readonly number[];
}

export const roleLook: Readonly<Record<Role, RoleLook>> = {
  raw: { light: "#59636e", dark: "#9198a1", middle: "#7d8590", dashes: [] },
  train: { light: "#0969da", dark: "#4493f8", middle: "#2f81f7", dashes: [10, 4] },
  validation: { light: "#8250df", dark: "#ab7df8", middle: "#986ee2", dashes: [8, 3, 2, 3] },
  test: { light: "#bc4c00", dark: "#f0883e", middle: "#db6d28", dashes: [2, 3] },
  serving: { light: "#1a7f37", dark: "#3fb950", middle: "#2da44e", dashes: [12, 3, 2, 3, 2, 3] },
};
