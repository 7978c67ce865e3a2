import { dataStatus } from "../../data/data-status.ts";
import { filesOfTree } from "../../data/measure.ts";
import { artifactsOf } from "../../data/other/artifacts.ts";
import { openOther } from "../../data/other/open-other.ts";
import { type PinnedEntry, pinnedEntries } from "../../data/pinned-entries.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { entryText, parseEntry } from "../../key/entry.ts";
import { artifactList } from "../../report/data/artifacts.ts";
import { dataDocument, dataList } from "../../report/data/data-status.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { lsOptions } from "../table/ls.ts";
import { type DataWork, withData } from "../with-data.ts";

type Invocation = CommandInvocation<typeof lsOptions>;

export function run(invocation: Invocation): Promise<ExitCode> {
  const { platform, options, arguments: words } = invocation;
  return withData({ platform, quiet: options.quiet === true, wait: false, use: "read" }, async (work) => {
    const [first] = words;
    if (first !== undefined && (options.rev !== undefined || words.length > 1 || isRepository(invocation, first)))
      return listOther(invocation, work);
    const paths = dataPaths(work, { platform, words });
    if (paths === undefined) return exitCodes.usage;
    const { entries, diagnostics } = await pinnedEntries(work.data, paths);
    for (const diagnostic of diagnostics) work.tell(diagnostic);
    const [only] = entries;
    if (first !== undefined && entries.length === 1 && only?.entry.shape === "directory" && paths[0] !== "." && isAtPin(paths, only)) {
      return listFiles(invocation, { work, wanted: only });
    }
    await listPins(invocation, { work, entries });
    return diagnostics.length > 0 ? exitCodes.usage : exitCodes.ok;
  });
}

const isAtPin = (paths: readonly string[], { path }: PinnedEntry): boolean =>
  paths.some((given) => given === path || given === `${path}.pin`);

/** A URL, `git@host:path`, or a folder with a repository of its own. */
function isRepository({ platform: { disk, environment } }: Invocation, word: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word) || /^[\w.-]+@[\w.-]+:/.test(word)) return true;
  const folder = word.startsWith("/") ? word : `${environment.workingDirectory}/${word}`;
  return (
    ["/.git", "/HEAD"].some((name) => disk.stat(folder + name) !== undefined) &&
    disk.realPath(folder) !== disk.realPath(environment.workingDirectory)
  );
}

async function listPins(
  { platform, options }: Invocation,
  { work, entries }: { readonly work: DataWork; readonly entries: readonly PinnedEntry[] },
): Promise<void> {
  const { data, following } = work;
  const pins = entries.map(({ pin }) => pin);
  const findings = await dataStatus(data, { pins, ...following });
  const remote = options.remote === true ? await data.remote?.holds(pins.map((pin) => pin.entry)) : undefined;
  work.progress.clear();
  if (options.json === true) platform.console.out(`${JSON.stringify({ data: dataDocument(findings) }, undefined, 2)}\n`);
  else if (findings.length === 0) work.say("nothing is pinned here: millrace add PATH");
  else platform.console.out(dataList(findings, { remote }));
}

/** From the listing, here or not. */
async function listFiles(
  { platform, options }: Invocation,
  { work, wanted }: { readonly work: DataWork; readonly wanted: PinnedEntry },
): Promise<ExitCode> {
  const { data } = work;
  const files = filesOfTree(data.store, wanted.entry.digest) ?? (await filesFromRemote(work, wanted));
  if (files === undefined) {
    const { dataAbsent } = await import("../../freshness/pinned-input.ts");
    work.tell(dataAbsent(wanted.pin, data.remote !== undefined));
    return exitCodes.environment;
  }
  const names = [...files.keys()].sort();
  if (options.json === true) {
    const rows = names.map((name) => ({ path: `${wanted.path}/${name}`, digest: entryOf(files.get(name) ?? "") }));
    platform.console.out(`${JSON.stringify({ files: rows }, undefined, 2)}\n`);
  } else platform.console.out(names.map((name) => `${name}\n`).join(""));
  return exitCodes.ok;
}

const entryOf = (text: string): string => {
  const entry = parseEntry(text);
  return entry === undefined ? text : entryText(entry);
};

async function filesFromRemote({ data }: DataWork, { entry }: PinnedEntry): Promise<ReadonlyMap<string, string> | undefined> {
  return (await data.remote?.bringTree(entry.digest)) === true ? filesOfTree(data.store, entry.digest) : undefined;
}

async function listOther(
  { platform, options, arguments: [repository = "", path] }: Invocation,
  { tell, following }: DataWork,
): Promise<ExitCode> {
  const other = await openOther({ platform, repository, revision: options.rev, signal: following.signal });
  if (!other.ok) {
    tell(other.failure);
    return exitCodes.environment;
  }
  try {
    const all = await artifactsOf(platform, other.value);
    const artifacts =
      path === undefined
        ? all
        : all.filter((artifact) => artifact.path === path || artifact.path.startsWith(`${path.replace(/\/$/, "")}/`));
    const rows = artifacts.map(({ entry, ...rest }) => ({ ...rest, digest: entryText(entry) }));
    if (options.json === true) platform.console.out(`${JSON.stringify({ commit: other.value.commit, artifacts: rows }, undefined, 2)}\n`);
    else if (artifacts.length === 0)
      platform.console.error(
        `${repository} has nothing ${path === undefined ? "" : `at ${path} `}that millrace get could bring, but for what git keeps\n`,
      );
    else platform.console.out(artifactList(artifacts));
    return exitCodes.ok;
  } finally {
    other.value.close();
  }
}
