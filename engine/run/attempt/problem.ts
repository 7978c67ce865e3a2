import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { placeIn } from "../../diagnostics/place.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { byteCount } from "../../key/byte-count.ts";
import type { Meter } from "./meter.ts";
import type { Output } from "./output.ts";

/** What commands and kinds have in common. */
export function timedOut(plan: Plan, { stage, output }: { readonly stage: PlanStage; readonly output: Output }): Diagnostic {
  const why = output.lastWords();
  return {
    code: "timeout",
    severity: "error",
    message: `stage ${stage.id} took longer than its timeout of ${seconds(stage.timeout ?? 0)} and was ended`,
    ...placed(plan, stage),
    ...(why !== undefined && { why: `its last lines: ${why}` }),
    hint: "raise `timeout`, or find out what it waits for",
  };
}

/** Of a stage that took more memory than its `resources` say. */
export function tooLarge({ plan, stage, output, meter }: LimitedAttempt): Diagnostic {
  const resource = stage.resources.find(({ pool }) => pool === "memory");
  const place = placeIn(plan.pipeline.sources, resource?.at ?? stage.at);
  const why = output.lastWords();
  const enough = roomFor(2 * (meter?.peak ?? 0));
  return {
    code: "memory-limit",
    severity: "error",
    message: `stage ${stage.id} was ended for its memory: it had ${byteCount(meter?.peak ?? 0)}, and may take ${byteCount(meter?.limit ?? 0)}`,
    ...(place !== undefined && { place }),
    ...(why !== undefined && { why: `its last lines: ${why}` }),
    hint: (resource?.times ?? 1) > 1 ? growing(enough) : fixed(enough),
  };
}

const fixed = (enough: string): string =>
  `let it take more: \`resources: { memory: ${enough} }\`; or more with each attempt, with \`retries: { times: 2 }\` and \`resources: { memory: { first: ${enough}, times: 2 } }\``;

const growing = (enough: string): string =>
  `let it begin with more (\`first: ${enough}\`), or grow to more: \`times\` under \`retries\`, and a higher \`most\` where there is one`;

/** As the pipeline file writes it, rounded up. */
const roomFor = (bytes: number): string => (bytes < 1e9 ? `${Math.ceil(bytes / 1e8) * 100}MB` : `${Math.ceil(bytes / 1e9)}GB`);

interface LimitedAttempt {
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly output: Output;
  readonly meter?: Meter;
}

export const processesLeft = (plan: Plan, stage: PlanStage): Diagnostic => ({
  code: "processes-left",
  severity: "warning",
  message: `stage ${stage.id} left processes behind, which were ended`,
  ...placed(plan, stage),
  why: "a process in the background could still change the outputs after they are recorded",
  hint: "let the command wait for what it starts",
});

export function placed(plan: Plan, stage: PlanStage): Pick<Diagnostic, "place"> {
  const place = placeIn(plan.pipeline.sources, stage.at);
  return place === undefined ? {} : { place };
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;
