import type { CompileContext } from "./draft.ts";

/** Never handed to a stage: whoever has it may say what a result is. `store/remote/signature.ts` reads it. */
const signingKey = "MILLRACE_SIGNING_KEY";

/** A stage runs code that a pull request may have changed. */
export function checkSecrets({ pipeline, problems }: CompileContext): void {
  const told = new Set<string>();
  for (const { passEnv } of pipeline.stages) {
    for (const { value, at } of passEnv) {
      // What stands at the top is every stage's.
      if (value !== signingKey || told.has(JSON.stringify(at))) continue;
      told.add(JSON.stringify(at));
      problems.add({
        code: "wrong-value",
        at,
        message: `\`${signingKey}\` cannot be passed to a stage`,
        why: "it signs results for all who share the remote: a stage that has it could sign anything",
        hint: "remove it from `passEnv`; Millrace itself reads it from its own environment",
      });
    }
  }
}
