import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DiagnosticCode, diagnosticCodes } from "../../engine/diagnostics/code.ts";
import { block, code, table } from "./markdown.ts";
import { type Recipe, readRecipe } from "./recipe.ts";
import { replayed, type Transcript } from "./replay.ts";
import { repository } from "./repository.ts";

/** A code's page, by its path from the repository's root. */
export const diagnosticPath = (name: DiagnosticCode): string => `docs/reference/diagnostics/${name}.md`;

/** A diagnostic's page in docs/reference/diagnostics, with the output of the commands as it is now. */
export async function diagnosticPage(name: DiagnosticCode): Promise<string> {
  const recipe = readRecipe(name);
  const transcript = recipe.commands.length === 0 ? undefined : await replayed(recipe);
  return `${[
    `# ${name}`,
    recipe.meaning.trim(),
    `**Why it matters.** ${recipe.why.trim()}`,
    `**What to do.** ${recipe.fix.trim()}`,
    ...(transcript === undefined ? ["## How it looks", block("text", recipe.looks ?? "")] : example(recipe, transcript)),
    "[All diagnostics](../diagnostics.md)",
  ].join("\n\n")}\n`;
}

function example(recipe: Recipe, { text, exitCode }: Transcript): readonly string[] {
  const files = Object.entries(recipe.files).flatMap(([path, content]) =>
    path.endsWith("/") ? [`${code(path)} is an empty folder.`] : [`${code(path)}:`, block(languageOf(path), content)],
  );
  return ["## An example", ...files, block("console", text), `The exit code is ${exitCode}.`];
}

const languageOf = (path: string): string => /\.(yaml|json|md|csv|ts|py|awk|sh)$/.exec(path)?.[1] ?? "text";

/** The index, for docs/reference/diagnostics.md: a row for each code, under the headings that the comments in engine/diagnostics/code.ts give. */
export function diagnosticIndex(): string {
  return groups()
    .map(({ title, codes }) => {
      const rows = codes.map((name) => {
        const { meaning, fix } = readRecipe(name);
        return [`[${code(name)}](diagnostics/${name}.md)`, oneLine(meaning), oneLine(fix), exitCodeOf(name)];
      });
      return `## ${title}\n\n${table(["code", "what it means", "what to do", "exit code"], rows)}`;
    })
    .join("\n\n");
}

/** What the code's own page says of its example. */
function exitCodeOf(name: DiagnosticCode): string {
  const path = join(repository, diagnosticPath(name));
  return (existsSync(path) && /^The exit code is (\d+)\.$/m.exec(readFileSync(path, "utf8"))?.[1]) || "";
}

/** Links in a recipe are written as seen from the code's own page. */
const oneLine = (text: string): string => text.trim().replaceAll("\n", " ").replaceAll("](../", "](");

interface Group {
  readonly title: string;
  readonly codes: readonly DiagnosticCode[];
}

function groups(): readonly Group[] {
  const source = readFileSync(join(repository, "engine", "diagnostics", "code.ts"), "utf8");
  const found: { title: string; codes: DiagnosticCode[] }[] = [];
  for (const [, comment, name] of source.matchAll(/^ {2}(?:\/\/ (.+)|"([a-z0-9-]+)",)$/gm)) {
    if (comment !== undefined) found.push({ title: comment.charAt(0).toUpperCase() + comment.slice(1), codes: [] });
    const known = diagnosticCodes.find((each) => each === name);
    if (known !== undefined) found.at(-1)?.codes.push(known);
  }
  return found;
}
