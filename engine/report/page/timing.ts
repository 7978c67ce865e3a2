import { counted } from "../columns.ts";
import { duration } from "../duration.ts";
import { waitingWords } from "../stage-line.ts";
import type { Span } from "../timeline.ts";
import { type Html, html } from "./html.ts";
import { toneOf } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import { type StageGroup, stageGroups } from "./stage-groups.ts";
import { absent, section, stageLink } from "./words.ts";

/** Pixels that a bar is high, alone in its row and among others. */
const barHeight = 16;
const thinBar = 6;

/** Who was at work when: a row a stage, or a matrix; positions are percentages, so that any width will do. */
export function timingSection(source: PageSource): Html {
  const { facts } = source;
  const { spans, finished, started, until } = facts;
  const title = "Timing";
  if (spans.length === 0) return section({ id: "timing", title, content: absent("No stage ran or was restored.") });
  const start = Math.min(started.at, ...spans.slice(0, 1).map((span) => span.start));
  const end = spans.reduce((latest, span) => Math.max(latest, span.end), until);
  const scale: Scale = { start, length: Math.max(1, end - start) };
  const path = (finished?.criticalPath ?? []).filter(({ stage }) => spans.some((span) => span.stage === stage));
  const critical = new Set<string>(path.map(({ stage }) => stage));
  const worked = new Map(spans.map((span) => [span.stage, span]));
  const rows = stageGroups(facts.stages.filter(({ id }) => worked.has(id))).flatMap((group) =>
    groupRows(group, { source, worked, critical, scale }),
  );
  const busy = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const chain = path.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const content = html`<p>${counted(spans.length, "stage")} worked for ${duration(busy)} in ${duration(scale.length)}, up to ${started.jobs} at a time.${
    path.length > 0 &&
    html` The critical path, <span class="critical-key">marked</span>, took ${duration(chain)}: no number of jobs makes the run shorter.`
  }</p>
${path.length > 1 && html`<p class="path">${path.map((step, index) => html`${index > 0 && " → "}${stageLink(facts, step.stage)} <span class="quiet">${duration(step.milliseconds)}</span>`)}</p>\n`}<ol class="gantt">
${axis(scale)}${rows}</ol>
`;
  return section({ id: "timing", title, content });
}

interface Scale {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds. */
  readonly length: number;
}

interface Drawn {
  readonly source: PageSource;
  readonly worked: ReadonlyMap<string, Span>;
  readonly critical: ReadonlySet<string>;
  readonly scale: Scale;
}

function groupRows(group: StageGroup, drawn: Drawn): readonly Html[] {
  const spans = group.stages.flatMap(({ id }) => drawn.worked.get(id) ?? []);
  if (!group.folded) return spans.map((span) => stageRow(span, drawn));
  const lanes = [...new Set(spans.map(({ lane }) => lane))].toSorted((left, right) => left - right);
  const bars = spans.map((span) => bar(span, { ...drawn, top: lanes.indexOf(span.lane) * (thinBar + 1), height: thinBar }));
  const busy = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  return [
    html`<li><span class="name">${group.name} <span class="quiet">${counted(spans.length, "stage")}</span></span><span class="time">${duration(busy)}</span>${track(bars, lanes.length * (thinBar + 1))}</li>\n`,
  ];
}

function stageRow(span: Span, drawn: Drawn): Html {
  const isCritical = drawn.critical.has(span.stage);
  return html`<li><span class="name">${stageLink(drawn.source.facts, span.stage)}${isCritical && html`<span class="hidden"> on the critical path</span>`}</span><span class="time">${duration(span.end - span.start)}</span>${track([...waitingBars(span, drawn), bar(span, { ...drawn, top: 2, height: barHeight })], barHeight + 4)}</li>\n`;
}

const track = (bars: readonly Html[], height: number): Html =>
  html`<svg class="track" width="100%" height="${height}" aria-hidden="true">${bars}</svg>`;

function bar(span: Span, { critical, scale, top, height }: Drawn & { readonly top: number; readonly height: number }): Html {
  const isCritical = critical.has(span.stage);
  const says = `${span.stage}: ${span.outcome}, ${duration(span.end - span.start)}, from ${duration(span.start - scale.start)} on`;
  return html`<rect class="bar ${toneOf(span.outcome)}${isCritical && " critical"}${height === thinBar && " thin"}" x="${percent(span.start - scale.start, scale)}" width="${percent(span.end - span.start, scale)}" y="${top}" height="${height}"><title>${says}</title></rect>`;
}

/** Before it began, and between its attempts. */
function waitingBars({ stage }: Span, { source, scale }: Drawn): readonly Html[] {
  return (source.facts.waits.get(stage) ?? []).map(({ start, end, for: pools }) => {
    const says = `${stage} waited ${duration(end - start)} ${waitingWords(pools)}`;
    return html`<rect class="bar waiting" x="${percent(start - scale.start, scale)}" width="${percent(end - start, scale)}" y="6" height="${barHeight - 8}"><title>${says}</title></rect>`;
  });
}

const percent = (milliseconds: number, { length }: Scale): string => `${Number(((100 * milliseconds) / length).toFixed(3))}%`;

/** Four to eight round times. */
function axis(scale: Scale): Html {
  const step = roundStep(scale.length / 5);
  const ticks = Array.from({ length: Math.floor(scale.length / step) + 1 }, (_, index) => index * step).filter(
    (at) => at / scale.length < 0.94,
  );
  const marks = ticks.map(
    (at) =>
      html`<line x1="${percent(at, scale)}" x2="${percent(at, scale)}" y1="14" y2="20"/><text x="${percent(at, scale)}" dx="3" y="12">${duration(at)}</text>`,
  );
  return html`<li class="axis" aria-hidden="true"><span class="name"></span><span class="time"></span><svg class="track" width="100%" height="20">${marks}</svg></li>\n`;
}

function roundStep(least: number): number {
  const minute = 60_000;
  const steps = [
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1000,
    2000,
    5000,
    10_000,
    15_000,
    30_000,
    minute,
    2 * minute,
    5 * minute,
    10 * minute,
    15 * minute,
    30 * minute,
  ];
  const hour = 60 * minute;
  return steps.find((step) => step >= least) ?? Math.ceil(least / hour) * hour;
}
