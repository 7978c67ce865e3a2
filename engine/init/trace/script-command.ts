import { extname, join } from "node:path";
import { shellQuote } from "../../graph/shell-quote.ts";
import type { Disk } from "../../platform/disk.ts";
import { failure, type Result, success } from "../../platform/result.ts";

export interface GivenScript {
  readonly disk: Disk;
  /** As it was typed: a command, or the path of a file alone. */
  readonly given: string;
  /** Where it runs; absolute. */
  readonly folder: string;
  readonly hasProgram: (name: string) => boolean;
}

/** The program for each ending; the first that is there. */
const programs: Readonly<Record<string, readonly string[]>> = {
  ".py": ["python3", "python"],
  ".sh": ["sh"],
  ".bash": ["bash"],
  ".js": ["node"],
  ".mjs": ["node"],
  ".cjs": ["node"],
  ".r": ["Rscript"],
  ".jl": ["julia"],
  ".pl": ["perl"],
  ".rb": ["ruby"],
};

/** The command that is meant: `train.py` is `python3 train.py`. The failure says what is wrong. */
export function scriptCommand({
  disk,
  given,
  folder,
  hasProgram,
}: GivenScript): Result<string, { readonly message: string; readonly hint?: string }> {
  const command = given.trim();
  if (command === "") return failure({ message: "--from-script is given no command", hint: '--from-script "python train.py"' });
  const file = join(folder, command);
  if (disk.statTarget(file)?.type !== "file") {
    const looksLikeFile = /^[^\s]+\.\w+$/.test(command);
    return looksLikeFile ? failure({ message: `there is no file ${command} to run` }) : success(command);
  }
  const known = programs[extname(command).toLowerCase()];
  if (known === undefined) {
    const mode = disk.statTarget(file)?.mode ?? 0;
    if ((mode & 0o111) !== 0) return success(shellQuote(command.includes("/") ? command : `./${command}`));
    return failure({ message: `how is ${command} run?`, hint: `write the whole command: --from-script "PROGRAM ${command}"` });
  }
  const program = known.find(hasProgram);
  if (program === undefined) return failure({ message: `there is no ${known[0]} on PATH to run ${command} with` });
  return success(`${program} ${shellQuote(command)}`);
}
