import type { Event } from "../../events/event.ts";
import type { Experiment } from "../../history/experiment/experiment.ts";
import { outcomeOf } from "../../history/run-outcome.ts";
import type { Console } from "../../platform/console.ts";
import { counted, listed } from "../columns.ts";
import { renderDiagnostic } from "../diagnostic.ts";
import { duration } from "../duration.ts";
import { metricFigures } from "../metric-figures.ts";
import type { Painter } from "../painter.ts";
import { outcomeColour, outcomeText } from "../runs/outcome.ts";

/** Tells a person of experiments at work: a line when one begins, one for each stage that ran, one for what came of it. */
export class ExperimentNarrator {
  readonly #console: Console;
  readonly #paint: Painter;
  readonly #quiet: boolean;
  readonly #total: number;
  readonly #width: number;
  #begun = 0;

  constructor(options: {
    readonly console: Console;
    readonly paint: Painter;
    /** Only what went wrong. */
    readonly quiet: boolean;
    readonly names: readonly string[];
  }) {
    this.#console = options.console;
    this.#paint = options.paint;
    this.#quiet = options.quiet;
    this.#total = options.names.length;
    this.#width = Math.max(0, ...options.names.map(({ length }) => length));
  }

  waiting(holder: string): void {
    this.#print(`waiting for experiments of ${holder}`);
  }

  began({ name }: Experiment): void {
    this.#begun += 1;
    if (!this.#quiet) this.#line(name, `${this.#paint.quiet("began")}  ${this.#begun} of ${this.#total}`);
  }

  event({ name }: Experiment, event: Event): void {
    if (event.type === "notice") this.#print(renderDiagnostic(event.diagnostic, this.#paint));
    if (event.type !== "stage-finished") return;
    if (event.outcome === "ran" && !this.#quiet) this.#line(name, `${event.stage} ran in ${duration(event.milliseconds)}`);
    if (event.outcome === "failed") {
      this.#line(name, `${event.stage} ${this.#paint.bad("failed")} after ${duration(event.milliseconds)}`);
      for (const diagnostic of event.diagnostics) this.#print(renderDiagnostic(diagnostic, this.#paint));
    }
  }

  ended({ name, result }: Experiment): void {
    if (result === undefined || (this.#quiet && result.exitCode === 0)) return;
    const outcome = outcomeOf(result.exitCode);
    const gated = result.gates.map(({ metric }) => metric);
    const figures = Object.values(result.metrics).map((metrics) => metricFigures(metrics, { first: new Set(gated), width: 40 }));
    const shown = [
      outcomeColour(outcome, this.#paint)(outcomeText(outcome, result.exitCode)),
      `in ${duration(result.milliseconds)}`,
      ...(result.counts.ran + result.counts.failed === 0 && result.counts.restored > 0
        ? [`${counted(result.counts.restored, "stage")} restored`]
        : []),
      listed(figures, 2, "; "),
    ];
    this.#line(name, shown.filter((text) => text !== "").join("  "));
  }

  problem(diagnostic: Parameters<typeof renderDiagnostic>[0]): void {
    this.#print(renderDiagnostic(diagnostic, this.#paint));
  }

  #line(name: string, text: string): void {
    this.#print(`${this.#paint.strong(name.padEnd(this.#width))}  ${text}`);
  }

  #print(text: string): void {
    this.#console.error(`${text}\n`);
  }
}
