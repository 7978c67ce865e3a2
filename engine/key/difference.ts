import type { Change } from "../events/reason.ts";
import type { Digest } from "../platform/identity.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Tree } from "./content.ts";
import { parseEntry } from "./entry.ts";
import type { InputFact, Manifest, OutputFact } from "./manifest.ts";
import { textDifference } from "./text-difference.ts";

export interface DifferenceRequest {
  readonly before: Manifest;
  readonly after: Manifest;
  /** What is kept of the content behind a digest: trees, and small texts. */
  readonly content: (digest: Digest) => Uint8Array | undefined;
}

/** Why two keys of a stage differ. Empty only where they do not. */
export function differences({ before, after, content }: DifferenceRequest): readonly Change[] {
  const changes = [
    ...workChanges(before, after),
    ...mapChanges("env", before.env, after.env),
    ...mapChanges("tool", before.tools, after.tools),
    ...paramChanges(flatten(before.with), flatten(after.with)),
    ...inputChanges({ before, after, content }),
    ...outputChanges(before.out, after.out),
  ];
  if (changes.length > 0 || canonicalJson(before) === canonicalJson(after)) return changes;
  return [{ subject: "format", name: "manifest", details: ["written by another version of Millrace, or a port became a list"] }];
}

function workChanges(before: Manifest, after: Manifest): readonly Change[] {
  const old = before.does;
  const now = after.does;
  if ("command" in old && "command" in now) {
    return [
      ...scalarChange("command", commandText(old.command), commandText(now.command)),
      ...scalarChange("shell", old.shell, now.shell),
      ...scalarChange("cwd", old.cwd, now.cwd),
    ];
  }
  if ("kind" in old && "kind" in now) {
    return [
      ...scalarChange("kind", `${old.kind} ${old.version}`, `${now.kind} ${now.version}`),
      ...mapChanges("module", old.modules ?? {}, now.modules ?? {}, short),
      ...mapChanges("package", old.packages ?? {}, now.packages ?? {}),
    ];
  }
  return scalarChange("kind", workName(old), workName(now));
}

const commandText = (command: string | readonly string[]): string => (typeof command === "string" ? command : JSON.stringify(command));
const workName = (does: Manifest["does"]): string =>
  "kind" in does ? `${does.kind} ${does.version}` : `run: ${commandText(does.command)}`;
const short = (digest: string): string => digest.slice(0, 8);

/** Names are anybody's: `constructor` is not what every object has under it. */
const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const scalarChange = (subject: Change["subject"], before: string | undefined, after: string | undefined): readonly Change[] =>
  before === after
    ? []
    : [{ subject, name: "", ...(before !== undefined && { before }), ...(after !== undefined && { after }), details: [] }];

function mapChanges(
  subject: Change["subject"],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  show: (value: string) => string = (value) => value,
): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const old = own(before, name);
    const now = own(after, name);
    if (old === now) return [];
    return [
      { subject, name, ...(old !== undefined && { before: show(old) }), ...(now !== undefined && { after: show(now) }), details: [] },
    ];
  });
}

/** The tag shows only where the text alone would not tell: `1 (int) -> 1 (str)`. */
function paramChanges(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly Change[] {
  return mapChanges("param", before, after).map((change) => {
    const { before: old, after: now } = change;
    if (old === undefined || now === undefined || tagOf(old) === tagOf(now)) {
      return { ...change, ...(old !== undefined && { before: untagged(old) }), ...(now !== undefined && { after: untagged(now) }) };
    }
    return { ...change, before: `${untagged(old)} (${tagOf(old)})`, after: `${untagged(now)} (${tagOf(now)})` };
  });
}

const tagOf = (text: string): string => text.slice(0, text.indexOf(" "));
const untagged = (text: string): string => text.slice(text.indexOf(" ") + 1);

/** `<tag> <text>` leaves by dotted name. */
function flatten(value: unknown, name = ""): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  const child = (key: string): string => (name === "" ? key : `${name}.${key}`);
  if ("tag" in value && "text" in value) return { [name]: `${value.tag} ${value.tag === "str" ? JSON.stringify(value.text) : value.text}` };
  if ("list" in value && Array.isArray(value.list)) {
    const items = value.list.map((item, index) => flatten(item, `${name}[${index}]`));
    return joined(items.length === 0 ? [{ [name]: "list []" }] : items);
  }
  if ("map" in value && typeof value.map === "object" && value.map !== null) {
    const members = Object.entries(value.map).map(([key, member]) => flatten(member, child(key)));
    return joined(members.length === 0 && name !== "" ? [{ [name]: "map {}" }] : members);
  }
  return {};
}

const joined = (parts: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(part)));

type Outputs = Manifest["out"];

/** `a.csv -> b.csv`; with its type or a slash where those differ. */
function outputChanges(before: Outputs, after: Outputs): readonly Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((port) => {
    const old = own(before, port);
    const now = own(after, port);
    const withType = old === undefined || now === undefined || old.type !== now.type;
    const shown = (output: OutputFact): string =>
      [withType && output.type, output.path === undefined ? output.folder && "a folder" : output.path + (output.folder ? "/" : "")]
        .filter((part) => typeof part === "string")
        .join(" ");
    return scalarChange("output", old && shown(old), now && shown(now)).map((change) => ({ ...change, name: port }));
  });
}

function inputChanges({ before, after, content }: DifferenceRequest): readonly Change[] {
  const ports = [...new Set([...Object.keys(before.in), ...Object.keys(after.in)])].sort();
  return ports.flatMap((port) => {
    const old = own(before.in, port);
    const now = own(after.in, port);
    if (old === undefined) return [{ subject: "input", name: port, details: ["port added"] }];
    if (now === undefined) return [{ subject: "input", name: port, details: ["port removed"] }];
    if (old.length !== now.length)
      return [{ subject: "input", name: port, before: `${old.length} items`, after: `${now.length} items`, details: [] }];
    return now.flatMap((fact, index) => {
      const name = now.length === 1 ? port : `${port}[${index}]`;
      const earlier = old[index];
      return earlier === undefined ? [] : factChange({ name, before: earlier, after: fact, content });
    });
  });
}

interface FactRequest {
  readonly name: string;
  readonly before: InputFact;
  readonly after: InputFact;
  readonly content: DifferenceRequest["content"];
}

function factChange({ name, before, after, content }: FactRequest): readonly Change[] {
  const details: string[] = [];
  if (before.path !== after.path) details.push(`path ${before.path ?? "none"} -> ${after.path ?? "none"}`);
  if (before.format !== after.format) details.push(`format ${before.format || "none"} -> ${after.format || "none"}`);
  if (before.type !== after.type) details.push(`type ${before.type ?? "none"} -> ${after.type ?? "none"}`);
  if (before.shape !== after.shape) details.push(`${shapeText[before.shape]} -> ${shapeText[after.shape]}`);
  if (before.digest !== after.digest) details.push(...contentDetails({ before, after, content }));
  if (details.length === 0) return [];
  return [{ subject: "input", name, before: short(before.digest), after: short(after.digest), details }];
}

const shapeText = { file: "plain file", executable: "executable file", directory: "folder" } as const;

function contentDetails({ before, after, content }: Omit<FactRequest, "name">): readonly string[] {
  const old = content(before.digest);
  const now = content(after.digest);
  if (old === undefined || now === undefined) return ["content changed"];
  if (before.shape === "directory" && after.shape === "directory")
    return treeDetails({ before: readTree(old), after: readTree(now), content, folder: "" });
  const lines = textDifference({ before: decode(old), after: decode(now), limit: 12 });
  return lines.length === 0 ? ["content changed"] : lines;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const readTree = (bytes: Uint8Array): Tree => {
  const parsed: { tree: Tree } = JSON.parse(decode(bytes));
  return parsed.tree;
};

interface TreeRequest {
  readonly before: Tree;
  readonly after: Tree;
  readonly content: DifferenceRequest["content"];
  readonly folder: string;
}

function treeDetails({ before, after, content, folder }: TreeRequest): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const path = `${folder}${name}`;
    const old = own(before, name);
    const now = own(after, name);
    if (old === now) return [];
    if (old === undefined) return [`${path} added`];
    if (now === undefined) return [`${path} removed`];
    const one = parseEntry(old);
    const other = parseEntry(now);
    if (one?.shape === "directory" && other?.shape === "directory") {
      const [left, right] = [content(one.digest), content(other.digest)];
      if (left !== undefined && right !== undefined)
        return treeDetails({ before: readTree(left), after: readTree(right), content, folder: `${path}/` });
    }
    return [
      one?.digest === other?.digest && one !== undefined
        ? `${path}: ${shapeText[one.shape]} -> ${shapeText[other?.shape ?? "file"]}`
        : `${path} changed`,
    ];
  });
}
