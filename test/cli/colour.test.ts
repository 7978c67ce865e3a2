import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));
const colourSequence = "\u001b[";

/** `script` of util-linux gives a command a terminal. */
const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

/** What `millrace status` writes on a terminal, or into a file while its stderr is one. */
function statusOn({ words = "", into, environment = {} }: { words?: string; into?: string; environment?: Record<string, string> }): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(join(folder, "pipeline.yaml"), "stages:\n  press: { run: 'date > ${{ out.juice }}', out: { juice: ./juice.txt } }\n");
  const command = `'${process.execPath}' '${program}' status ${words}${into === undefined ? "" : ` > ${into}`}`;
  const env = { PATH: process.env.PATH, HOME: folder, TERM: "xterm", ...environment };
  const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], { cwd: folder, env, encoding: "utf8" });
  return into === undefined ? stdout : readFileSync(join(folder, into), "utf8");
}

describe.skipIf(!hasTerminal)(hasTerminal ? "colour" : "colour: skipped, there is no `script` to make a terminal", () => {
  test("is there on a terminal, and not where NO_COLOR or --no-color says so", () => {
    expect(statusOn({})).toContain(colourSequence);
    expect(statusOn({ environment: { NO_COLOR: "1" } })).not.toContain(colourSequence);
    expect(statusOn({ words: "--no-color" })).not.toContain(colourSequence);
  });

  test("is kept out of a file, though stderr is a terminal, unless it is asked for", () => {
    expect(statusOn({ into: "status.txt" })).not.toContain(colourSequence);
    expect(statusOn({ into: "status.txt", words: "--color" })).toContain(colourSequence);
    expect(statusOn({ into: "status.txt", environment: { FORCE_COLOR: "1" } })).toContain(colourSequence);
  });
});
