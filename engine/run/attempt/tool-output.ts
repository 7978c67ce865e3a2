import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { commandLine } from "./command-line.ts";
import { endText } from "./end-text.ts";
import { stageEnvironment } from "./environment.ts";
import type { LocalExecutor } from "./executor.ts";
import { placed } from "./problem.ts";
import { withScratch } from "./scratch.ts";
import { supervise } from "./supervise.ts";

/** Milliseconds: a tool says its version, and that at every status. */
const patience = 60_000;

export interface ToolRequest {
  readonly stage: PlanStage;
  readonly command: string;
}

/** What `tools` say, each asked once a run: two stages with the same command, folder and environment share the answer. */
export class Tools {
  readonly #executor: LocalExecutor;
  readonly #plan: Plan;
  readonly #signal: AbortSignal;
  readonly #answers = new Map<string, Promise<Answer>>();

  constructor(executor: LocalExecutor, { plan, signal }: { readonly plan: Plan; readonly signal: AbortSignal }) {
    this.#executor = executor;
    this.#plan = plan;
    this.#signal = signal;
  }

  /** stdout, then stderr, trimmed: many a program tells its version on stderr. */
  async output({ stage, command }: ToolRequest): Promise<Result<string, Diagnostic>> {
    const cwd = stage.does.kind === "run" ? stage.does.cwd : this.#plan.pipeline.folder;
    const question = JSON.stringify([command, cwd, stage.env]);
    let answer = this.#answers.get(question);
    if (answer === undefined) {
      answer = ask(this.#executor, { command, cwd: join(this.#executor.projectRoot, cwd), env: stage.env, signal: this.#signal });
      this.#answers.set(question, answer);
    }
    const { problem, text } = await answer;
    if (problem === undefined) return success(text);
    return failure({
      code: "tool-failed",
      severity: "error",
      message: `the tool \`${command}\` of stage ${stage.id} ${problem}`,
      ...placed(this.#plan, stage),
      ...(text !== "" && { why: text }),
      hint: "what a tool says is part of the key: install it, or take it out of `tools`",
    });
  }
}

interface Answer {
  readonly text: string;
  readonly problem: string | undefined;
}

interface Question {
  readonly command: string;
  readonly cwd: string;
  readonly env: PlanStage["env"];
  readonly signal: AbortSignal;
}

/** Without `passEnv`: the answer is stored. */
async function ask(executor: LocalExecutor, { command, cwd, env, signal }: Question): Promise<Answer> {
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const supervised = await withScratch(executor, (temporary) =>
    supervise(executor, {
      program: {
        argv: commandLine({ command, shell: "sh" }),
        cwd,
        env: stageEnvironment(executor.platform, { temporary, env, passEnv: [], isKind: false, files: {} }),
        onLine: (stream, line) => lines[stream].push(line),
      },
      timeout: patience,
      signal,
    }),
  );
  const text = [...lines.stdout, ...lines.stderr].join("\n").trim();
  if (supervised.kind === "timed-out") return { text, problem: `took longer than ${patience / 1000} s` };
  if (supervised.kind !== "ended") return { text, problem: "was interrupted" };
  const { end } = supervised;
  if (end.kind === "not-started") return { text: end.message, problem: endText(end) };
  return { text, problem: end.kind === "exited" && end.code === 0 ? undefined : endText(end) };
}
