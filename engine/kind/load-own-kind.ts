import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { failure, type Result } from "../platform/result.ts";
import type { KindRequest } from "./load-kind.ts";
import type { LoadedKind } from "./loaded-kind.ts";

export async function loadOwnKind({ uses }: KindRequest): Promise<Result<LoadedKind, Diagnostic>> {
  return failure({ code: "kind-load", severity: "error", message: `the kind \`${uses}\` could not be loaded` });
}
