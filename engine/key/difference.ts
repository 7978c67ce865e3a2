import type { Change } from "../events/reason.ts";
import type { Digest } from "../platform/identity.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Command, commandDifference, commandText } from "./command-difference.ts";
import { type InputsRequest, inputChanges } from "./input-difference.ts";
import type { Manifest, OutputFact } from "./manifest.ts";
import { leafText, settingLeaves } from "./setting-leaves.ts";
import { type ContentDifference, contentDifference, textDifference } from "./text-difference.ts";
import type { Contents } from "./tree-difference.ts";

export interface DifferenceRequest extends InputsRequest {
  /** The param that a setting's value is, where it is one: of `epochs`, `training.epochs`. */
  readonly paramOf: (setting: string) => string | undefined;
}

/** Why two keys of a stage differ. Empty only where they do not. */
export function differences(given: DifferenceRequest): readonly Change[] {
  const request = comparable(given);
  const { before, after } = request;
  const changes = [
    ...workChanges(request),
    ...mapChanges("env", { before: before.env, after: after.env }),
    ...mapChanges("tool", { before: before.tools, after: after.tools }).map(withLines),
    ...settingChanges(request),
    ...inputChanges(request),
    ...outputChanges(before.out, after.out),
  ];
  if (changes.length > 0 || canonicalJson(before) === canonicalJson(after)) return changes;
  return [{ subject: "format", name: "", gist: "the key is written by another version of Millrace", details: [] }];
}

/** Only a command's key holds paths: where it became a kind, or a kind a command, they are no change of their own. */
function comparable(request: DifferenceRequest): DifferenceRequest {
  const { before, after } = request;
  return "kind" in before.does === "kind" in after.does
    ? request
    : { ...request, before: withoutPaths(before), after: withoutPaths(after) };
}

function withoutPaths(manifest: Manifest): Manifest {
  const inputs = Object.entries(manifest.in).map(([port, facts]) => [port, facts.map(({ path: _path, ...fact }) => fact)]);
  const outputs = Object.entries(manifest.out).map(([port, { path: _path, ...fact }]) => [port, fact]);
  return { ...manifest, in: Object.fromEntries(inputs), out: Object.fromEntries(outputs) };
}

function workChanges({ before, after, contents }: DifferenceRequest): readonly Change[] {
  const old = before.does;
  const now = after.does;
  if ("command" in old && "command" in now) {
    return [
      ...commandChange(old.command, now.command),
      ...scalarChange("shell", old.shell, now.shell),
      ...scalarChange("cwd", old.cwd, now.cwd),
    ];
  }
  if ("kind" in old && "kind" in now) {
    return [
      ...kindChange(old, now),
      ...moduleChanges({ before: old.modules ?? {}, after: now.modules ?? {} }, contents),
      ...mapChanges("package", { before: old.packages ?? {}, after: now.packages ?? {} }).map(packageChange),
    ];
  }
  return [{ subject: "kind", name: "", before: workName(old), after: workName(now), details: [] }];
}

const workName = (does: Manifest["does"]): string => ("kind" in does ? does.kind : "a command");

function commandChange(before: Command, after: Command): readonly Change[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const { gist, lines } = commandDifference(before, after);
  return [{ subject: "command", name: "", before: commandText(before), after: commandText(after), gist, details: lines }];
}

type KindFact = Extract<Manifest["does"], { readonly kind: string }>;

function kindChange(old: KindFact, now: KindFact): readonly Change[] {
  if (old.kind !== now.kind) return [{ subject: "kind", name: "", before: old.kind, after: now.kind, details: [] }];
  if (old.version === now.version) return [];
  return [{ subject: "kind", name: now.kind, before: `version ${old.version}`, after: `version ${now.version}`, details: [] }];
}

interface Maps {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** Files that a kind of one's own is made of, with their changed lines where the earlier text is kept. */
function moduleChanges(maps: Maps, contents: Contents): readonly Change[] {
  return mapChanges("module", maps).map(({ before, after, ...change }): Change => {
    if (before === undefined || after === undefined) return { ...change, gist: before === undefined ? "added" : "removed" };
    const [old, now] = [contents.bytes(before as Digest), contents.bytes(after as Digest)];
    const digests = { before: before.slice(0, 8), after: after.slice(0, 8) };
    if (old === undefined || now === undefined) return { ...change, ...digests };
    const { gist, lines } = contentDifference({ before: old, after: now });
    return { ...change, ...digests, gist, details: lines };
  });
}

/** `version integrity`: the version is for people; where it is the same, other bytes came under it. */
function packageChange(change: Change): Change {
  const { before, after } = change;
  const [old, now] = [versionOf(before), versionOf(after)];
  if (before !== undefined && after !== undefined && old === now) return { ...change, gist: `other files of the same version ${now}` };
  return { ...change, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
}

const versionOf = (fact: string | undefined): string | undefined =>
  fact
    ?.split(", ")
    .map((one) => one.split(" ")[0])
    .join(", ");

const scalarChange = (subject: Change["subject"], before: string | undefined, after: string | undefined): readonly Change[] =>
  before === after
    ? []
    : [{ subject, name: "", ...(before !== undefined && { before }), ...(after !== undefined && { after }), details: [] }];

/** Names are anybody's: `constructor` is not what every object has under it. */
const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function mapChanges(subject: Change["subject"], { before, after }: Maps): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => scalarChange(subject, own(before, name), own(after, name)).map((change) => ({ ...change, name })));
}

/** What a tool says in several lines is compared by lines. */
function withLines(change: Change): Change {
  const { before, after } = change;
  if (before === undefined || after === undefined || !`${before}${after}`.includes("\n")) return change;
  const { gist, lines }: ContentDifference = textDifference(before, after);
  return { ...change, gist, details: lines };
}

function settingChanges({ before, after, paramOf }: DifferenceRequest): readonly Change[] {
  const [old, now] = [settingLeaves(before.with), settingLeaves(after.with)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((setting): readonly Change[] => {
    const [was, is] = [old.get(setting), now.get(setting)];
    if (was?.tag === is?.tag && was?.text === is?.text) return [];
    const values = {
      ...(was !== undefined && { before: leafText(was, is) }),
      ...(is !== undefined && { after: leafText(is, was) }),
      details: [],
    };
    const param = is === undefined ? undefined : paramOf(setting);
    if (param === undefined) return [{ subject: "with", name: setting, ...values }];
    return [{ subject: "param", name: param, ...values, ...(param !== setting && { setting: `with.${setting}` }) }];
  });
}

/** `a.csv -> b.csv`; with its type or a slash where those differ. */
function outputChanges(before: Manifest["out"], after: Manifest["out"]): readonly Change[] {
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
