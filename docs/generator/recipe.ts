import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { DiagnosticCode } from "../../engine/diagnostics/code.ts";
import { repository } from "./repository.ts";

/** What a diagnostic's page is made from: docs/generator/recipes/<code>.yaml. */
export interface Recipe {
  readonly code: DiagnosticCode;
  /** What the code says, in a sentence or two. */
  readonly meaning: string;
  /** What would go wrong without it. */
  readonly why: string;
  /** What to do, in a sentence or two. */
  readonly fix: string;
  /** The project that shows it: text by path. A path that ends in `/` is an empty folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What is typed in that project; the last line's exit code is told. */
  readonly commands: readonly string[];
  /** How it looks, where no file and no command can bring it about. */
  readonly looks?: string;
}

const known = ["meaning", "why", "fix", "files", "commands", "looks"];

/** @throws where the file is missing, lacks a part, or has one that is not known. */
export function readRecipe(code: DiagnosticCode): Recipe {
  const path = join(repository, "docs", "generator", "recipes", `${code}.yaml`);
  if (!existsSync(path)) throw new Error(`the code ${code} has no recipe: write ${path}`);
  const recipe = parse(readFileSync(path, "utf8"));
  const strange = Object.keys(recipe).filter((key) => !known.includes(key));
  const missing = ["meaning", "why", "fix", recipe.looks === undefined ? "files" : "looks"].filter((key) => recipe[key] === undefined);
  if (strange.length > 0 || missing.length > 0) throw new Error(`${path}: strange: ${strange.join(" ")}; missing: ${missing.join(" ")}`);
  return { files: {}, commands: recipe.looks === undefined ? ["millrace run"] : [], ...recipe, code };
}
