import { dirname, join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";
import { entryText, parseEntry } from "../key/entry.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { Pin, PinOrigin } from "./pin.ts";

export const pinSuffix = ".pin";

export const pinFileOf = (path: ProjectPath): string => `${path}${pinSuffix}`;

const heading =
  "# The data beside this file is kept by Millrace, not by git: `millrace checkout` brings it, `millrace add` records it anew.";

/** A fact a line, always in the same order: the same pin makes the same bytes, and git shows what changed. */
export function renderPin({ entry, size, files, origin }: Pin): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["pin", "1"],
    ["digest", entryText(entry)],
    ["size", String(size)],
    ["files", String(files)],
    ["url", text(origin?.url)],
    ["etag", text(origin?.etag)],
    ["path", text(origin?.path)],
    ["revision", text(origin?.revision)],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `${[heading, ...lines].join("\n")}\n`;
}

/** Plain where YAML reads it as the same text, else in double quotes. */
function text(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return /^[A-Za-z/.][\w./:@?=&%+~,-]*$/.test(value) && !/^(true|false|null)$/i.test(value) && !value.endsWith(":")
    ? value
    : JSON.stringify(value);
}

export interface PinText {
  /** What is pinned, not the pin file. */
  readonly path: ProjectPath;
  readonly text: string;
}

/** A pin as it was written, or what is wrong with its file, with the line: nothing that is doubtful counts as a pin. */
export function parsePin({ path, text }: PinText): Result<Pin, Diagnostic> {
  const facts = new Map<string, { readonly value: string; readonly line: Line }>();
  for (const line of linesOf(text)) {
    if (/^(<{7}|\|{7}|={7}|>{7})/.test(line.text)) return failure(conflict(path, { text, line }));
    if (/^\s*(#.*)?$/.test(line.text)) continue;
    const [, name, written = ""] = /^([a-z]+):\s+(.*?)\s*$/.exec(line.text) ?? [];
    const value = plain(written);
    if (name === undefined || value === undefined || facts.has(name))
      return failure(broken(path, { text, line, why: "this line is no fact of a pin" }));
    facts.set(name, { value, line });
  }
  const last = linesOf(text).at(-1) ?? { text: "", start: 0 };
  const wrong = (name: string, why: string): Result<never, Diagnostic> =>
    failure(broken(path, { text, line: facts.get(name)?.line ?? last, why }));
  if (facts.get("pin")?.value !== "1")
    return wrong("pin", "it does not say `pin: 1`: another program or a later Millrace may have written it");
  const absent = ["digest", "size", "files"].find((name) => !facts.has(name));
  if (absent !== undefined) return wrong(absent, `it has no line \`${absent}\``);
  const entry = parseEntry(facts.get("digest")?.value ?? "");
  if (entry === undefined) return wrong("digest", "`digest` must be 64 hexadecimal digits, with `/` for a folder or `+x` for a program");
  const [size, files] = [count(facts.get("size")?.value), count(facts.get("files")?.value)];
  if (size === undefined) return wrong("size", "`size` must be a number of bytes");
  if (files === undefined) return wrong("files", "`files` must be a number of files");
  const origin = originOf((name) => facts.get(name)?.value);
  return success({ path, entry, size, files, ...(origin !== undefined && { origin }) });
}

function originOf(value: (name: string) => string | undefined): PinOrigin | undefined {
  const [url, etag, path, revision] = ["url", "etag", "path", "revision"].map(value);
  if (url === undefined) return undefined;
  return { url, ...(etag !== undefined && { etag }), ...(path !== undefined && { path }), ...(revision !== undefined && { revision }) };
}

/** Whether a file that is called `….pin` is meant as one of ours, whole or not. */
export const isPinText = (text: string): boolean => /^(pin: |# The data beside this file is kept by Millrace)/m.test(text);

/** The pin of `path`; `undefined` where there is none. */
export function readPin(
  disk: Disk,
  { projectRoot, path }: { readonly projectRoot: string; readonly path: ProjectPath },
): Result<Pin | undefined, Diagnostic> {
  const file = join(projectRoot, pinFileOf(path));
  if (disk.statTarget(file)?.type !== "file") return success(undefined);
  const text = disk.read(file).toString("utf8");
  return isPinText(text) ? parsePin({ path, text }) : success(undefined);
}

/** Every content that was pinned here: git's history may name it when no pin does any more, and nothing can make it again. */
export const oncePinned = ".millrace/state/pinned.tsv";

/** By temporary name and rename: whoever reads sees the old pin or the new one. */
export function writePin(disk: Disk, { projectRoot, pin }: { readonly projectRoot: string; readonly pin: Pin }): void {
  const once = join(projectRoot, oncePinned);
  disk.makeDirectory("pin", dirname(once));
  disk.append("pin", once, `${pin.entry.digest}\t${pin.path}\n`);
  disk.replace("pin", join(projectRoot, pinFileOf(pin.path)), renderPin(pin), { durable: true });
}

interface Line {
  readonly text: string;
  /** Offset in the text. */
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const found = { text: line.replace(/\r$/, ""), start };
    start += line.length + 1;
    return found;
  });
}

function plain(written: string): string | undefined {
  if (!written.startsWith('"')) return written === "" || /^['[{&*!|>%@`]/.test(written) ? undefined : written;
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

const count = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;

interface At {
  readonly text: string;
  readonly line: Line;
}

const placed = (path: ProjectPath, { text, line }: At) =>
  placeOf({ name: pinFileOf(path), text }, [0, line.start, line.start + line.text.length]);

const broken = (path: ProjectPath, { why, ...at }: At & { readonly why: string }): Diagnostic => ({
  code: "pin-damaged",
  severity: "error",
  message: `${pinFileOf(path)} does not say what ${path} is`,
  place: placed(path, at),
  why,
  hint: `bring the file back from git: \`git checkout -- ${shellWord(pinFileOf(path))}\`; or record what is here: \`millrace add ${shellWord(path)}\``,
});

const conflict = (path: ProjectPath, at: At): Diagnostic => ({
  code: "pin-conflict",
  severity: "error",
  message: `two versions of ${path} were merged, and git left both in ${pinFileOf(path)}`,
  place: placed(path, at),
  why: "the bytes of two versions cannot be merged: one of them counts",
  hint: `take yours or theirs whole: \`git checkout --ours ${shellWord(pinFileOf(path))}\` or \`--theirs\`, then \`millrace checkout ${shellWord(path)}\``,
});
