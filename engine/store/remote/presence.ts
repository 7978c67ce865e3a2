import { inParallel } from "./in-parallel.ts";
import type { Transport } from "./transport.ts";

/** From so many questions on, a list of all that is there is quicker than asking for each. */
const manyQuestions = 256;

export interface PresenceRequest {
  readonly names: readonly string[];
  /** All names begin with it. */
  readonly prefix: string;
  /** Questions at a time. */
  readonly jobs: number;
}

/** Which of these names are on the remote. */
export async function present(transport: Transport, { names, prefix, jobs }: PresenceRequest): Promise<ReadonlySet<string>> {
  const listed = names.length >= manyQuestions ? await transport.list?.(prefix) : undefined;
  if (listed !== undefined) return new Set(names.filter((name) => listed.has(name)));
  const there = new Set<string>();
  const work = async (name: string): Promise<void> => {
    if ((await transport.size(name)) !== undefined) there.add(name);
  };
  await inParallel(names, { limit: jobs, work });
  return there;
}
