import type { Added } from "../../data/add.ts";
import { byteCount } from "../../key/byte-count.ts";
import { sameEntry } from "../../key/entry.ts";
import type { Pin } from "../../lock/pin.ts";
import { pinFileOf } from "../../lock/pin-file.ts";
import { counted } from "../columns.ts";

/** What `add` did, in a line. */
export function addedLine({ pin, before }: Added): string {
  const is = `${pin.path}  ${sizeWords(pin)}`;
  if (before === undefined) return `added    ${is}; commit ${pinFileOf(pin.path)}`;
  if (sameEntry(before.entry, pin.entry)) return `same     ${is}`;
  return `changed  ${is}, before ${sizeWords(before)}; commit ${pinFileOf(pin.path)}`;
}

/** `5.0 GB` of a file, `1.2 GB in 340 files` of a folder. */
export const sizeWords = ({ size, files, entry }: Pick<Pin, "size" | "files" | "entry">): string =>
  entry.shape === "directory" ? `${byteCount(size)} in ${counted(files, "file")}` : byteCount(size);
