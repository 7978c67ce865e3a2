import { byteCount } from "../key/byte-count.ts";
import type { Tidied } from "../upkeep/tidy-after.ts";

export interface TidyAfterRun extends Tidied {
  readonly quiet: boolean;
}

/** Keeps the store within its limit, after a run that may have made it grow, and says what that took. */
export async function tidyAfterRun({ quiet, ...request }: TidyAfterRun): Promise<void> {
  const { tidyAfter } = await import("../upkeep/tidy-after.ts");
  const done = await tidyAfter(request);
  if (done === undefined || quiet) return;
  const { before, after, limit } = done;
  const removed = before === after ? "" : `removed ${byteCount(before - after)} that nothing needs; `;
  const above = after > limit ? `, above its limit of ${byteCount(limit)}, and all of it is needed: \`millrace du\`` : "";
  request.platform.console.error(`store: ${removed}it holds ${byteCount(after)}${above}\n`);
}
