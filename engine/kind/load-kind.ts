import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { builtInNames, loadBuiltIn } from "./catalogue.ts";
import type { LoadedKind } from "./loaded-kind.ts";

export interface KindRequest {
  /** `train`, `./my-kind.ts`, `npm:@acme/kind`. */
  readonly uses: string;
  /** Of the pipeline file. */
  readonly folder: ProjectPath;
  /** Absolute. */
  readonly projectRoot: string;
  readonly platform: Platform;
}

/** What `uses` names. A diagnostic without a place belongs to the `uses` itself; one with a place, to the user's own module. */
export async function loadKind(request: KindRequest): Promise<Result<LoadedKind, Diagnostic>> {
  const { uses } = request;
  const builtIn = await loadBuiltIn(uses);
  if (builtIn !== undefined) return success(builtIn);
  if (/^(?:\.{1,2}\/|npm:)/.test(uses)) return (await import("./load-own-kind.ts")).loadOwnKind(request);
  const near = didYouMean(uses, builtInNames);
  return failure({
    code: "unknown-kind",
    severity: "error",
    message: `there is no kind \`${uses}\``,
    why: `the kinds are ${listOf(builtInNames)}; one of your own is \`./my-kind.ts\` or \`npm:@acme/kind\``,
    ...(near !== undefined ? { hint: `did you mean \`${near}\`?` } : /[./]/.test(uses) && { hint: `write \`./${uses}\` for a file` }),
  });
}
