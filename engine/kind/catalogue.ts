import { pathToFileURL } from "node:url";
import { deploy } from "../../stages/deploy/kind.ts";
import { evaluate } from "../../stages/evaluate/kind.ts";
import { register } from "../../stages/register/kind.ts";
import { split } from "../../stages/split/kind.ts";
import { train } from "../../stages/train/kind.ts";
import { validate } from "../../stages/validate/kind.ts";
import type { StageKind } from "./define-stage.ts";
import type { LoadedKind } from "./loaded-kind.ts";

/** The kinds that come with Millrace, in the order of a pipeline. What they do is loaded when they run. */
const builtIn: readonly StageKind[] = [validate, split, train, evaluate, register, deploy];

const byName: ReadonlyMap<string, StageKind> = new Map(builtIn.map((kind) => [kind.name, kind]));

export const builtInNames: readonly string[] = [...byName.keys()];

/** A built-in kind with its compiled validator; `undefined` where there is none of that name. */
export async function loadBuiltIn(name: string): Promise<LoadedKind | undefined> {
  const kind = byName.get(name);
  if (kind === undefined) return undefined;
  const validators: Readonly<Record<string, Validator>> = await import("./with-validators.generated.js");
  const check = validators[name.replaceAll("-", "_")];
  if (check === undefined) throw new Error(`the kind ${name} has no schema in schemas/kinds`);
  return { kind, checkWith: (value) => (check(value) ? [] : (check.errors ?? [])) };
}

type Validator = typeof import("./with-validators.generated.js")["deploy"];

/** The kind itself, for the process that runs it: a built-in one by name, another by the absolute path of its bundle. */
export async function loadStageKind(reference: { readonly builtIn: string } | { readonly module: string }): Promise<StageKind> {
  if ("module" in reference) {
    const module: { readonly default: StageKind } = await import(pathToFileURL(reference.module).href);
    return module.default;
  }
  const kind = byName.get(reference.builtIn);
  if (kind === undefined) throw new Error(`there is no kind ${reference.builtIn}`);
  return kind;
}
