import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Event } from "../engine/events/event.ts";

const program = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line, as a user runs it: `millrace WORDS` in `folder`, without a terminal. */
export function millrace(folder: string, ...words: readonly string[]): Promise<CommandEnd> {
  return millraceWith({}, folder, ...words);
}

/** The same, with variables in its environment. */
export function millraceWith(
  variables: Readonly<Record<string, string>>,
  folder: string,
  ...words: readonly string[]
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { PATH, HOME, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export interface JsonRun extends CommandEnd {
  readonly events: readonly Event[];
  /** How each stage ended, by stage. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** `millrace run --json WORDS`. */
export async function millraceRun(folder: string, ...words: readonly string[]): Promise<JsonRun> {
  const end = await millrace(folder, "run", "--json", ...words);
  const events = end.stdout
    .split("\n")
    .filter(Boolean)
    .map((line): Event => JSON.parse(line));
  const outcomes = Object.fromEntries(events.flatMap((event) => (event.type === "stage-finished" ? [[event.stage, event.outcome]] : [])));
  return { ...end, events, outcomes };
}
