import type { Digest } from "../../platform/identity.ts";
import type { ActionResult } from "../store.ts";
import { inParallel } from "./in-parallel.ts";
import { actionName } from "./layout.ts";
import type { Signing } from "./signature.ts";
import { parseSigned, renderSigned } from "./signed-action.ts";
import type { Transport } from "./transport.ts";

export interface SendActionsRequest {
  readonly transport: Transport;
  readonly signing: Signing;
  readonly results: readonly { readonly key: Digest; readonly result: ActionResult }[];
  readonly jobs: number;
  readonly dryRun: boolean;
}

/**
 * Signs results and puts them there, once their bytes are there; gives how many were not there. A good one that is there stays, so
 * that two machines do not write in turns what is not reproducible; a bad one, or one that an old key has signed, is replaced.
 */
export async function sendActions({ transport, signing, results, jobs, dryRun }: SendActionsRequest): Promise<number> {
  let sent = 0;
  const work = async ({ key, result }: SendActionsRequest["results"][number]): Promise<void> => {
    const file = (await transport.read(actionName(key)))?.toString("utf8");
    const there = file === undefined ? undefined : parseSigned(key, { file, signing });
    if (there?.kind === "good" && there.by === "first") return;
    sent += 1;
    if (dryRun) return;
    const text = renderSigned(key, { result: there?.kind === "good" ? there.result : result, signing });
    await transport.write(actionName(key), Buffer.from(text), { replace: true });
  };
  await inParallel(results, { limit: jobs, work });
  return sent;
}
