import type { CheckedOut } from "../../data/checkout.ts";
import { byteCount } from "../../key/byte-count.ts";
import { counted } from "../columns.ts";

/** What `checkout` did with one pin. */
export function checkedOutLine({ path, outcome, size, files, displaced }: CheckedOut): string {
  const words = { there: "as pinned", brought: "brought", replaced: "replaced" }[outcome];
  const moved = displaced === undefined ? "" : `; what was there is in ${displaced}`;
  return `${words.padEnd(9)}  ${path}  ${byteCount(size)}${files === 1 ? "" : ` in ${counted(files, "file")}`}${moved}`;
}

export function checkoutTotal(done: readonly CheckedOut[]): string {
  if (done.length === 0) return "nothing is pinned here";
  const changed = done.filter(({ outcome }) => outcome !== "there");
  if (changed.length === 0) return `${done.length === 1 ? "the pinned data is" : `all ${done.length} are`} as pinned`;
  const same = done.length - changed.length;
  return `${changed.length} brought${same === 0 ? "" : `, ${same} as pinned already`}`;
}
