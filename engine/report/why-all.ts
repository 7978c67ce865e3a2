import type { Verdict } from "../freshness/verdict.ts";
import type { Plan } from "../graph/plan.ts";
import type { LastMade } from "../history/last-made.ts";
import type { Digest, StageId } from "../platform/identity.ts";
import { counted } from "./columns.ts";
import { folded } from "./fold.ts";
import type { Painter } from "./painter.ts";
import { renderWhy } from "./why.ts";

export interface WhyAllOptions {
  readonly plan: Plan;
  readonly paint: Painter;
  /** Every stage that has something to say; otherwise, where none was asked for, those of the first blocks. */
  readonly all: boolean;
  /** Asked for stages that are fresh. */
  readonly madeBy: (keys: ReadonlyMap<StageId, Digest>) => ReadonlyMap<StageId, LastMade>;
}

/** Stages, or instances that say the same; more are a number. */
const mostBlocks = 20;

/** The stages that were asked for, or all that are not fresh; instances of a matrix that say the same are said once. */
export function renderWhyAll(verdicts: ReadonlyMap<StageId, Verdict>, { plan, paint, all, madeBy }: WhyAllOptions): string {
  const told = [...verdicts].filter(([, { state }]) => !plan.complete || (state !== "fresh" && state !== "skipped"));
  if (told.length === 0) return `${counted(verdicts.size, "stage")} fresh: nothing must run\n`;
  const fresh = new Map(told.flatMap(([stage, verdict]) => (verdict.state === "fresh" ? [[stage, verdict.key] as const] : [])));
  const made = fresh.size === 0 ? new Map<StageId, LastMade>() : madeBy(fresh);
  const texts = told.map(([stage, verdict]) => ({
    stage,
    text: renderWhy(stage, { verdict, paint, frozen: plan.stages.get(stage)?.frozen === true, made: made.get(stage) }),
  }));
  const shown = new Map(texts.map(({ stage, text }) => [stage, text]));
  const groups = folded(texts);
  const isCut = !all && plan.complete && groups.length > mostBlocks + 1;
  const rest = isCut ? groups.slice(mostBlocks).reduce((sum, { stages }) => sum + stages.length, 0) : 0;
  const blocks = (isCut ? groups.slice(0, mostBlocks) : groups).map(({ stages: [first, ...more] }) => {
    const text = first === undefined ? "" : (shown.get(first) ?? "");
    return more.length === 0 ? text : `${text}  ${paint.quiet(`and so ${counted(more.length, "more instance")}`)}\n`;
  });
  if (rest > 0) blocks.push(paint.quiet(`and ${counted(rest, "more stage")} (--verbose tells of all, millrace status in short)\n`));
  return blocks.map((block, index) => (index > 0 && (isLong(block) || isLong(blocks[index - 1])) ? `\n${block}` : block)).join("");
}

/** More than a headline. */
const isLong = (block: string | undefined): boolean => block !== undefined && block.indexOf("\n") < block.length - 1;
