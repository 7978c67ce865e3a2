import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { StageId } from "../platform/identity.ts";
import type { CompileContext, Draft, DraftInput } from "./draft.ts";
import { hasNoInstances } from "./inputs.ts";
import type { ProducerIndex } from "./producers.ts";

export interface NeedsRequest extends CompileContext {
  readonly inputs: readonly DraftInput[];
  readonly producers: ProducerIndex;
}

/** The stages whose outputs come in, and those that only have to end before: `after`. */
export function needsOf(draft: Draft, { inputs, producers, pipeline, problems }: NeedsRequest) {
  const data = new Set<StageId>();
  for (const { stage } of draft.lists) data.add(stage);
  for (const { from } of inputs) for (const source of from) if (source.kind === "stage") data.add(source.stage);
  const order = new Set<StageId>();
  for (const { value, at } of draft.spec.after) {
    const found = producers.find(value, draft.axes);
    if (found === undefined && !hasNoInstances(value, { pipeline, producers })) {
      const near = didYouMean(value, producers.names);
      problems.add({
        code: "unknown-stage",
        message: `there is no stage \`${value}\``,
        at,
        why: `the stages are ${listOf(producers.names)}`,
        hint: near === undefined ? undefined : `did you mean \`${near}\`?`,
      });
    }
    const instances = found && found.instances.length > 0 ? found.instances : producers.all(value);
    for (const { id } of instances) if (!data.has(id)) order.add(id);
  }
  return { data: [...data], order: [...order] };
}
