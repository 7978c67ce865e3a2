import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { ModelReference } from "../shared/registry/model-version.ts";
import { FactProblem, membersOf, referenceFrom } from "../shared/registry/parse-fact.ts";

/** Of register's output. Throws StageFailure `kind-contract` where another file was bound. */
export function readReference(text: string): ModelReference {
  try {
    return referenceFrom(membersOf(JSON.parse(text), "it"));
  } catch (error) {
    if (!(error instanceof FactProblem) && !(error instanceof SyntaxError)) throw error;
    throw new StageFailure({
      code: "kind-contract",
      message: "what came in as version does not say which version to deploy",
      why: error.message,
      hint: "in: { version: register.version }",
    });
  }
}
