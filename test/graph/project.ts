import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Diagnostic } from "../../engine/diagnostics/diagnostic.ts";
import { type CompileOptions, compile } from "../../engine/graph/compile.ts";
import type { Plan, PlanStage } from "../../engine/graph/plan.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";

export interface Project {
  readonly folder: string;
  readonly platform: Platform;
  write(files: Readonly<Record<string, string>>): void;
  compile(options?: Partial<CompileOptions> & { readonly file?: string; readonly settings?: readonly string[] }): Promise<Outcome>;
}

export interface Outcome {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A project of its own in a temporary folder, removed when the test ends. */
export function project(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), "millrace-graph-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const real = nodePlatform();
  const platform: Platform = { ...real, environment: { ...real.environment, workingDirectory: folder } };
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(more)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  };
  write({ "millrace.config.yaml": "", ...files });
  return {
    folder,
    platform,
    write,
    compile: async ({ file = "pipeline.yaml", settings = [], ...options } = {}) => {
      const loaded = await loadPipeline({ platform, file: join(folder, file), settings });
      if (loaded.pipeline === undefined) return { plan: undefined, diagnostics: loaded.diagnostics };
      const compiled = await compile(loaded.pipeline, { platform, selection: [], only: false, ...options });
      return {
        plan: compiled.ok ? compiled.value.plan : undefined,
        diagnostics: [...loaded.diagnostics, ...(compiled.ok ? compiled.value.warnings : compiled.failure)],
      };
    },
  };
}

/** The plan of a pipeline that must have no fault. */
export async function planOf(yaml: string, files: Readonly<Record<string, string>> = {}): Promise<Plan> {
  const { plan, diagnostics } = await project({ "pipeline.yaml": yaml, ...files }).compile();
  if (plan === undefined) throw new Error(brief(diagnostics).join("\n"));
  return plan;
}

/** What is wrong, a line each. */
export async function faultsOf(yaml: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return brief((await project({ "pipeline.yaml": yaml, ...files }).compile()).diagnostics);
}

export const brief = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, message, place, hint }) => {
    const where = place === undefined ? "" : ` ${place.line}:${place.column}`;
    return `${code}${where}: ${message}${hint === undefined ? "" : ` | ${hint.replaceAll("\n", "⏎")}`}`;
  });

export function stageOf(plan: Plan, id: string): PlanStage {
  const found = [...plan.stages.values()].find((stage) => stage.id === id);
  if (found === undefined) throw new Error(`no stage ${id} among ${[...plan.stages.keys()].join(", ")}`);
  return found;
}
