import { scanShell } from "./shell-scan.ts";

export interface CommandWord {
  readonly text: string;
  /** What is executed, rather than an argument of it. */
  readonly program: boolean;
  /** `-m`: the text is a Python module. */
  readonly module: boolean;
  /** An argument of a program that takes files and folders: a bare word is one too. */
  readonly takesFolders: boolean;
  /** Folders that `cd` went to before, as written. */
  readonly folders: readonly string[];
}

export interface Command {
  readonly command: string | readonly string[];
  readonly shell: "sh" | "bash";
}

/** The words of a command that are known before it runs, also of one that is handed to another shell by `-c`. */
export function commandWords({ command, shell }: Command): readonly CommandWord[] {
  const words =
    typeof command === "string"
      ? scanShell({ text: command.replace(ownFolder, ""), holes: [], shell }).words
      : command.map((text, index) => ({ text, dynamic: false, first: index === 0 }));
  const found: CommandWord[] = [];
  const folders: string[] = [];
  let program = "";
  let before = "";
  for (const { text, dynamic, first } of words) {
    if (first) program = text;
    if (!dynamic && isShell(program) && /^-[a-z]*c$/.test(before)) found.push(...commandWords({ command: text, shell }));
    else if (!dynamic && program === "cd" && !first) folders.push(text);
    else if (!dynamic) {
      found.push({ text, program: first, module: before === "-m", takesFolders: !first && readers.has(program), folders: [...folders] });
    }
    before = text;
  }
  return found;
}

const readers = new Set(["cp", "du", "find", "ls", "mv", "rsync", "tar", "tree", "zip"]);

/** `$PWD/data` is `data`. */
const ownFolder = /\$(?:PWD\b|\{PWD\})\//g;

const isShell = (program: string): boolean => /(?:^|\/)(?:ba|da|z|k)?sh$/.test(program);

/**
 * What in a word may be a path: `--config=conf.yaml`, `@body.json`, `a.csv:b.csv` and `a.csv,b.csv` hold some, a pattern names its
 * folder, and a program in a word (`python -c`) has its paths in quotes.
 */
export function pathsInWord(word: string): readonly string[] {
  const quoted = [...word.matchAll(/(["'`])([^"'`\s]*[./][^"'`\s]*)\1/g)].flatMap(([, , text = ""]) => plainPaths(text));
  return [...new Set([...plainPaths(word), ...quoted])].map(folderOfPattern).filter((path) => path !== "");
}

function plainPaths(word: string): readonly string[] {
  if (!/[=:,@]/.test(word)) return word === "" || word.startsWith("-") ? [] : [word];
  if (word.includes("://")) return [];
  const value = word.includes("=") ? word.slice(word.indexOf("=") + 1) : "";
  const candidates = [word, value, word.startsWith("@") ? word.slice(1) : "", ...word.split(/[:,]/), ...value.split(/[:,]/)];
  return candidates.filter((candidate) => candidate !== "" && !candidate.startsWith("-"));
}

/** `data/*.csv` names files of `data/`, whichever they are; a pattern of the working directory is let be. */
function folderOfPattern(path: string): string {
  const pattern = path.search(/[*?[]/);
  return pattern < 0 ? path : path.slice(0, path.lastIndexOf("/", pattern) + 1);
}
