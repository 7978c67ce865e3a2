import { join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";

/** The path of a peer, or the end of the running test, which is then reported as skipped, with the reason. */
export function peer(name: "python" | "native", skip: (reason: string) => never): string {
  const found = inject(name);
  return "path" in found ? found.path : skip(`${name}: ${found.missing.split("\n", 1)}`);
}

/** What a script of this folder prints as JSON, after it has read `input` as JSON. */
export async function askPython<Answer>(python: string, { script, input }: { script: string; input: unknown }): Promise<Answer> {
  const { stdout } = await execa(python, [join(import.meta.dirname, script)], { input: JSON.stringify(input) });
  return JSON.parse(stdout) as Answer;
}
